package org.conv4j.nd4j;

import org.junit.jupiter.api.DisplayName;

@DisplayName("im2col")
class Im2colContractTest extends Nd4jContract {

  @Override
  protected int randomProblems() {
    return 400;
  }

  @Override
  protected Nd4jConvolution.Builder configure(Nd4jConvolution.Builder builder) {
    return builder.algorithm("im2col");
  }
}
