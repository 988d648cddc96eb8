package org.conv4j.verify.framework;

import java.util.List;
import org.conv4j.ConvProblem;
import org.conv4j.check.Gauge;

/** By which gauge the errors of a framework's result are measured. */
public final class TrustedGauge {

  /** Our own code, which may name the algorithm by whose bound it is judged. */
  private static final List<String> OURS = List.of("conv-nd4j", "dl4j-conv4j");

  private TrustedGauge() {}

  /**
   * The gauge of {@code algorithm} where the framework's word is taken for it, and the direct one
   * for everybody else: nobody gets a wider bound by saying so.
   *
   * @param framework its id
   * @param algorithm as the framework tells; may be null
   */
  public static Gauge of(String framework, String algorithm, ConvProblem problem) {
    Gauge gauge = Gauge.ofAlgorithm(algorithm);
    boolean ours = OURS.stream().anyMatch(framework::startsWith);
    return ours && gauge.applies(problem) ? gauge : Gauge.DIRECT;
  }
}
