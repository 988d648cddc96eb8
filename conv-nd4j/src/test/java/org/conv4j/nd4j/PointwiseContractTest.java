package org.conv4j.nd4j;

import org.conv4j.check.ProblemGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

@DisplayName("pointwise")
@Tag("plain")
@Tag("narrow")
class PointwiseContractTest extends Nd4jContract {

  @Override
  protected ProblemGenerator.Options options() {
    return ProblemGenerator.Options.standard().kernels(1, 1);
  }

  @Override
  protected Nd4jConvolution.Builder configure(Nd4jConvolution.Builder builder) {
    return builder.algorithm("pointwise");
  }
}
