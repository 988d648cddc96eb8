package example;

import static org.conv4j.junit.ConvolutionAssertions.assertConvolutions;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class WrongNetworkTest {

  @Test
  void convolutionsAreRight() {
    assertConvolutions(Networks.wrong(), Nd4j.rand(DataType.FLOAT, 1, 1, 12, 12));
  }
}
