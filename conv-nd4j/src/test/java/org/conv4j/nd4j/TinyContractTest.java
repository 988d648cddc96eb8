package org.conv4j.nd4j;

import org.junit.jupiter.api.DisplayName;

@DisplayName("tiny")
class TinyContractTest extends Nd4jContract {

  @Override
  protected int randomProblems() {
    return 200;
  }

  @Override
  protected Nd4jConvolution.Builder configure(Nd4jConvolution.Builder builder) {
    return builder.algorithm("tiny");
  }
}
