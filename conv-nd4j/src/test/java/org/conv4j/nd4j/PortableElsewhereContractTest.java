package org.conv4j.nd4j;

import org.conv4j.nd4j.algorithm.Machine;
import org.junit.jupiter.api.DisplayName;

@DisplayName("portable where array memory has no addresses")
class PortableElsewhereContractTest extends Nd4jContract {

  @Override
  protected Nd4jConvolution.Builder configure(Nd4jConvolution.Builder builder) {
    return builder.algorithm("portable").machine(new Machine("elsewhere", false, false, false));
  }
}
