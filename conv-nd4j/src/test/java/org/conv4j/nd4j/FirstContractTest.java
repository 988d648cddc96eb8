package org.conv4j.nd4j;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

@DisplayName("first")
@Tag("plain")
@Tag("narrow")
class FirstContractTest extends Nd4jContract {

  @Override
  protected Nd4jConvolution.Builder configure(Nd4jConvolution.Builder builder) {
    return builder.algorithm("first");
  }
}
