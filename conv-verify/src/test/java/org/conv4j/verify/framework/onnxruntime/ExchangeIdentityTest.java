package org.conv4j.verify.framework.onnxruntime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.conv4j.ConvProblem;
import org.conv4j.Extent;
import org.conv4j.Tensor;
import org.conv4j.check.Operands;
import org.conv4j.reference.DirectReference;
import org.conv4j.verify.framework.Integers;
import org.conv4j.verify.framework.child.Axes;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ExchangeIdentityTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n2_c3h7w6_k4r3s2",
        "n2_c3h8w9_k4r3s2_sh2sw3",
        "n2_c3h8w9_k4r3s2_sh3sw2_pt2pb0pl1pr3",
        "n1_c2h9w8_k3r3s3_pt2pb2pl2pr2_dh2dw3",
        "n2_c3h11w12_k4r3s2_sh2sw3_same_dh2dw1",
        "n3_c4h7w6_k6r3s2_g2_pt1pb0pl0pr2",
        "n2_c3h7w6_k6r3s2_g3_sh2sw2",
        "n2_c3h1w1_k2r1s1"
      })
  void the_exchanged_convolution_is_the_filter_gradient(String notation) {
    ConvProblem problem = ConvProblem.parse(notation);
    Operands operands = Integers.of(problem);
    ConvProblem exchanged = ExchangeIdentity.exchange(problem);
    Tensor gradient =
        new DirectReference(exchanged)
            .forward(
                imagesAsChannels(operands.input(), problem),
                Axes.permute(operands.outputGradient(), 1, 0, 2, 3),
                null);
    Tensor expected =
        new DirectReference(problem).filterGradient(operands.input(), operands.outputGradient());
    assertArrayEquals(
        expected.values(), cut(Axes.permute(gradient, 1, 0, 2, 3), problem.kernel()).values());
  }

  private static Tensor imagesAsChannels(Tensor input, ConvProblem problem) {
    long groups = problem.groups();
    long channels = problem.inputChannelsPerGroup();
    Extent size = problem.inputSize();
    Tensor split =
        Tensor.of(input.values(), problem.batch(), groups, channels, size.height(), size.width());
    return Tensor.of(
        Axes.permute(split, 2, 1, 0, 3, 4).values(),
        channels,
        groups * problem.batch(),
        size.height(),
        size.width());
  }

  private static Tensor cut(Tensor gradient, Extent kernel) {
    long[] shape = gradient.shape();
    assertTrue(shape[2] >= kernel.height() && shape[3] >= kernel.width());
    Tensor result = Tensor.zeros(shape[0], shape[1], kernel.height(), kernel.width());
    for (long k = 0; k < shape[0]; k++) {
      for (long c = 0; c < shape[1]; c++) {
        for (long r = 0; r < kernel.height(); r++) {
          for (long s = 0; s < kernel.width(); s++) {
            result.set(gradient.get(k, c, r, s), k, c, r, s);
          }
        }
      }
    }
    return result;
  }

  @Test
  void an_output_without_pixels_cannot_be_a_kernel() {
    assertThrows(
        IllegalArgumentException.class,
        () -> ExchangeIdentity.exchange(ConvProblem.parse("n1_c1h2w2_k1r3s3")));
  }
}
