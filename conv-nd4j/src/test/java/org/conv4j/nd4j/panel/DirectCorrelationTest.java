package org.conv4j.nd4j.panel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.conv4j.ConvProblem;
import org.conv4j.nd4j.kernel.KernelProvider;
import org.conv4j.nd4j.parallel.Workers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a direct correlation")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Tag("plain")
@Tag("narrow")
class DirectCorrelationTest {

  private static final long WORKSPACE = 8 << 20;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n1_c60h7w7_k320r3s3_same",
        "n3_c70h9w8_k300r3s3_sh2sw2_pt1pb0pl0pr1",
        "n2_c40h5w6_k512r3s3_g2_nobias",
        "n1_c130h14w14_k520r1s3_sh1sw2_nhwc"
      })
  void has_the_same_bits_whoever_packs_the_weights(String notation) {
    Correlation correlation = Correlation.ofOutput(ConvProblem.parse(notation));
    float[] expected = run(correlation, 1);
    for (int threads : new int[] {2, 3, 64}) {
      assertArrayEquals(expected, run(correlation, threads), threads + " threads");
    }
  }

  private static float[] run(Correlation correlation, int threads) {
    Planes source = Planes.random(correlation.source().floats(), 1);
    Planes filter =
        Planes.random(
            (long) correlation.groups()
                * correlation.sources()
                * correlation.destinations()
                * correlation.taps(),
            2);
    Planes bias = Planes.random((long) correlation.groups() * correlation.destinations(), 3);
    Planes destination = Planes.random(correlation.destination().floats(), 4);
    new DirectCorrelation(correlation, KernelProvider.kernels(), new Workers(threads), WORKSPACE)
        .execute(source.memory(), filter.memory(), bias.memory(), destination.memory());
    return destination.values();
  }
}
