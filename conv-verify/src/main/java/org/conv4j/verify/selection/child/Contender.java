package org.conv4j.verify.selection.child;

/** An algorithm with its operands. */
interface Contender {

  /** The algorithm's name. */
  String algorithm();

  /** Computes once; the milliseconds that it took. */
  double run();
}
