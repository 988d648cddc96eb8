package org.conv4j.nd4j;

import java.util.Comparator;
import org.conv4j.ConvProblem;
import org.conv4j.check.Directions;
import org.conv4j.check.Gauge;
import org.junit.jupiter.api.DisplayName;

@DisplayName("the default selection")
class DefaultSelectionContractTest extends Nd4jContract {

  @Override
  protected Nd4jConvolution.Builder configure(Nd4jConvolution.Builder builder) {
    return builder;
  }

  /** Whatever computes one direction computes them all, or all are direct sums. */
  @Override
  public Gauge gauge(ConvProblem problem) {
    return Directions.of(problem).stream()
        .map(Nd4jConvolution.of(problem)::algorithm)
        .map(Gauge::ofAlgorithm)
        .max(Comparator.naturalOrder())
        .orElse(Gauge.DIRECT);
  }
}
