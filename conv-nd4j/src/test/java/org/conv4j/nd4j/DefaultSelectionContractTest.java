package org.conv4j.nd4j;

import org.junit.jupiter.api.DisplayName;

@DisplayName("the default selection")
class DefaultSelectionContractTest extends Nd4jContract {

  @Override
  protected Nd4jConvolution.Builder configure(Nd4jConvolution.Builder builder) {
    return builder;
  }
}
