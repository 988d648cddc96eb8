package org.conv4j.nd4j;

import org.conv4j.nd4j.algorithm.Limits;
import org.junit.jupiter.api.DisplayName;

@DisplayName("portable in the smallest workspace")
class PortableInLittleMemoryContractTest extends Nd4jContract {

  @Override
  protected Nd4jConvolution.Builder configure(Nd4jConvolution.Builder builder) {
    return builder.algorithm("portable").workspaceBytes(Limits.LEAST_WORKSPACE_BYTES);
  }
}
