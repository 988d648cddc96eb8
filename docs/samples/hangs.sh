#!/bin/sh
# A framework that introduces itself and answers no case: it is killed after a minute for each direction.
#
#   ./conv4j report --frameworks reference,exec:docs/samples/hangs.sh --case n1_c1h3w3_k1r2s2 --direction forward

read -r hello
echo '{"answer":"hello","protocol":1,"name":"one that hangs","version":"1","threads":1}'
while read -r request; do
  :
done
