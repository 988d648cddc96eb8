package org.conv4j.nd4j;

import org.conv4j.ConvProblem;
import org.conv4j.check.Gauge;
import org.conv4j.check.ProblemGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

@DisplayName("winograd2")
@Tag("plain")
@Tag("narrow")
class Winograd2ContractTest extends Nd4jContract {

  @Override
  protected ProblemGenerator.Options options() {
    return ProblemGenerator.Options.standard()
        .kernels(3, 3)
        .strideAndDilation(2, 1)
        .groupedShare(0);
  }

  /** What has nothing to multiply is taken whatever its stride. */
  @Override
  public Gauge gauge(ConvProblem problem) {
    boolean multiplies = Gauge.WINOGRAD2.applies(problem);
    return multiplies ? Gauge.WINOGRAD2 : Gauge.DIRECT;
  }

  @Override
  protected Nd4jConvolution.Builder configure(Nd4jConvolution.Builder builder) {
    return builder.algorithm("winograd2");
  }
}
