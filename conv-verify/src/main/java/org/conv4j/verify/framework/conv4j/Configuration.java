package org.conv4j.verify.framework.conv4j;

import org.conv4j.ConvProblem;
import org.conv4j.nd4j.AlgorithmDeclinedException;
import org.conv4j.nd4j.Nd4jConvolution;
import org.conv4j.verify.framework.child.UnknownAlgorithmException;

/** How algorithms are chosen. */
sealed interface Configuration {

  /**
   * The convolution of {@code problem}.
   *
   * @throws AlgorithmDeclinedException if a forced algorithm computes no direction of it
   */
  Nd4jConvolution convolution(ConvProblem problem);

  /** As a user gets it who sets nothing. */
  record Default() implements Configuration {
    @Override
    public Nd4jConvolution convolution(ConvProblem problem) {
      return Nd4jConvolution.of(problem);
    }
  }

  /** The same, with the less accurate transforms admitted. */
  record Transforms() implements Configuration {
    @Override
    public Nd4jConvolution convolution(ConvProblem problem) {
      return Nd4jConvolution.builder(problem).transforms(true).build();
    }
  }

  /**
   * One algorithm for everything.
   *
   * @param algorithm its name
   */
  record Forced(String algorithm) implements Configuration {
    @Override
    public Nd4jConvolution convolution(ConvProblem problem) {
      return Nd4jConvolution.builder(problem).algorithm(algorithm).build();
    }
  }

  /**
   * The configuration of that name.
   *
   * @param name {@code transforms}, or an algorithm
   * @throws UnknownAlgorithmException if it is neither
   */
  static Configuration named(String name) {
    if (name.equals("transforms")) {
      return new Transforms();
    }
    Forced forced = new Forced(name);
    try {
      forced.convolution(ConvProblem.parse("n1_c1h1w1_k1r1s1"));
    } catch (AlgorithmDeclinedException knownButNotForThis) {
      return forced;
    } catch (IllegalArgumentException unknown) {
      throw new UnknownAlgorithmException(unknown.getMessage());
    }
    return forced;
  }
}
