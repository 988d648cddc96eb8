package org.conv4j.verify.framework;

import static org.conv4j.verify.framework.Right.assertRight;

import java.util.EnumSet;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.check.Directions;
import org.conv4j.check.Operands;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Layers whose matrix products go to oneDNN on the jar that has it: those of 1x1 kernels, of
 * several small planes together, of column matrices, of tiles.
 */
@DisplayName("On the jar with oneDNN")
class ProductsByOneDnnTest {

  @ParameterizedTest(name = "products are right, output and gradients: {0}")
  @ValueSource(strings = {"conv-nd4j-onednn:no-vector", "conv-nd4j-onednn"})
  void productsAreRight(String framework) {
    try (FrameworkSession session = Frameworks.open(framework, FrameworkOptions.defaults())) {
      for (String notation :
          new String[] {
            "n4_c67h28w29_k72r1s1",
            "n4_c200h7w7_k300r1s1_hwio",
            "n2_c90h31w30_k100r1s1_sh2sw2_nobias",
            "n2_c60h20w20_k90r1s1_nhwc_hwio",
            "n2_c24h30w31_k80r5s5_same",
            "n2_c64h29w28_k66r3s3_same",
            "n4_c3h64w63_k33r3s3_same",
            "n5_c3h61w64_k40r7s7_sh2sw2_same_nobias"
          }) {
        ConvProblem problem = ConvProblem.parse(notation);
        Operands operands = Integers.of(problem);
        session
            .run(problem, operands, EnumSet.copyOf(Directions.of(problem)))
            .forEach(
                (ConvDirection direction, Answer answer) ->
                    assertRight(problem, operands, direction, answer));
      }
    }
  }
}
