package org.conv4j.verify.network.child;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network with one batch that it is given again and again. */
interface TimedNetwork {

  /** One iteration of training. */
  void fit();

  /** Milliseconds of an iteration of training, in a training that goes on. */
  default double fitMillis() {
    return Stopwatch.millis(this::fit);
  }

  /** The output for the batch, closed at once. */
  void output();

  /** All parameters, in an order that depends on nothing but the program; not copies. */
  List<INDArray> parameters();

  /** Convolutions that there are. */
  int layers();

  /** Those of them that something else than ND4J and DL4J computes; known after a first run. */
  int layersTaken();
}
