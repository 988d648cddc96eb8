package org.conv4j.verify.train.child;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network that learns digits: convolution 5 x 5 to 20 channels, pooling, convolution 5 x 5 to 50
 * channels, pooling, 500 dense, 10 out; rectified in between.
 */
interface LeNet {

  /** Step of the updater, which has a momentum of 0.9. */
  double LEARNING_RATE = 0.01;

  /**
   * One iteration.
   *
   * @return loss of the batch before the update
   */
  double fit(INDArray features, INDArray labels);

  /** Ten numbers for each digit, of which the largest is the answer. */
  INDArray output(INDArray features);

  /** All parameters, in an order that depends on nothing but the program. */
  double[] parameters();

  /** Class name of the convolution layers' helper; null if there is none. */
  String helper();
}
