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
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("a filter gradient by Winograd's transforms")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Tag("plain")
@Tag("narrow")
class WinogradFilterGradientTest {

  @ParameterizedTest
  @CsvSource({
    "n9_c16h9w11_k24r3s3_same, 2, 8",
    "n3_c70h9w11_k150r3s3_same, 2, 8",
    "n3_c150h9w11_k70r3s3_same, 4, 8",
    "n2_c200h6w5_k230r3s3_same_nhwc, 2, 8",
    "n2_c200h6w5_k230r3s3_same, 2, 2",
    "n1_c130h7w40_k300r3s3_pt1pb0pl0pr1, 4, 4",
    "n9_c16h18w22_k24r3s3_sh2sw2_same, 2, 8",
    "n3_c70h18w60_k150r3s3_sh2sw2_same, 2, 8",
    "n2_c200h32w30_k230r3s3_sh2sw2_same_nhwc, 2, 16",
    "n2_c200h32w30_k230r3s3_sh2sw2_pt1pb1pl1pr1, 2, 2"
  })
  void has_the_same_bits_however_many_threads_share_it_out(
      String notation, int outputs, int megabytes) {
    ConvProblem problem = ConvProblem.parse(notation);
    float[] expected = run(problem, outputs, megabytes, 1);
    for (int threads : new int[] {2, 3, 5, 16}) {
      assertArrayEquals(expected, run(problem, outputs, megabytes, threads), threads + " threads");
    }
  }

  private static float[] run(ConvProblem problem, int outputs, long megabytes, int threads) {
    WinogradFilterGradient plan =
        new WinogradFilterGradient(
            problem, outputs, KernelProvider.kernels(), new Workers(threads), megabytes << 20);
    Correlation correlation = Correlation.ofOutput(problem);
    Planes gradient = Planes.random(9L * correlation.sources() * correlation.destinations(), 3);
    plan.execute(
        Planes.random(correlation.source().floats(), 1).memory(),
        Planes.random(correlation.destination().floats(), 2).memory(),
        gradient.memory());
    return gradient.values();
  }
}
