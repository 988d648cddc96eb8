#!/bin/sh
# A framework that introduces itself and dies of every case; nothing else of the run suffers.
#
#   ./conv4j report --frameworks reference,exec:docs/samples/dies.sh

read -r hello
echo '{"answer":"hello","protocol":1,"name":"one that dies","version":"1","threads":1}'
read -r request
kill -SEGV $$
