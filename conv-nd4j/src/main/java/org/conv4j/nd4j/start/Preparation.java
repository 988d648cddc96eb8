package org.conv4j.nd4j.start;

import java.util.List;
import java.util.stream.Stream;
import org.conv4j.ConvProblem;
import org.conv4j.nd4j.Nd4jConvolution;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes a few very small convolutions of zeros, on a thread of its own, while the program is on
 * its way to its first one, which would have to load all classes: that takes some 40 ms. Where
 * there is no second processor to do it meanwhile, nothing is won, and nothing is done.
 */
final class Preparation {

  private static final Logger LOG = LoggerFactory.getLogger("org.conv4j");

  /** One for each algorithm that first layers and small problems are computed by. */
  static final List<ConvProblem> PROBLEMS =
      Stream.of("n2_c3h8w8_k4r3s3_same", "n8_c1h28w28_k20r5s5", "n8_c32h14w14_k32r1s1")
          .map(ConvProblem::parse)
          .toList();

  private Preparation() {}

  /** Begins, and returns at once. */
  static void begin() {
    if (Runtime.getRuntime().availableProcessors() > 1) {
      thread().start();
    }
  }

  /** What computes, not yet begun. */
  static Thread thread() {
    Thread thread = new Thread(Preparation::run, "conv4j-preparation");
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    return thread;
  }

  private static void run() {
    try {
      PROBLEMS.forEach(Preparation::compute);
    } catch (RuntimeException | LinkageError failure) {
      LOG.debug("conv4j could not be prepared: {}", failure, failure);
    }
  }

  static void compute(ConvProblem problem) {
    Nd4jConvolution convolution = Nd4jConvolution.builder(problem).build();
    INDArray input = zeros(problem.inputShape());
    INDArray filter = zeros(problem.filterShape());
    INDArray bias = zeros(problem.biasShape());
    INDArray output = convolution.forward(input, filter, bias);
    convolution.backward(input, filter, output);
  }

  private static INDArray zeros(long[] shape) {
    return Nd4j.create(DataType.FLOAT, shape);
  }
}
