package org.conv4j.nd4j.panel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.conv4j.ConvProblem;
import org.conv4j.nd4j.kernel.KernelProvider;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.parallel.Workers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("both gradients of a 1 x 1 convolution together")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Tag("plain")
@Tag("narrow")
class PlanarPointwiseBackwardTest {

  private static final long WORKSPACE = 8 << 20;
  private static final Kernels KERNELS = KernelProvider.kernels();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n8_c33h65w63_k40r1s1",
        "n16_c60h23w23_k130r1s1_nobias",
        "n8_c20h57w56_k45r1s1_hwio",
        "n10_c40h56w57_k50r1s1_g2"
      })
  void have_the_bits_of_one_after_the_other(String notation) {
    ConvProblem problem = ConvProblem.parse(notation);
    Correlation back = Correlation.ofInputGradient(problem);
    Planes input = Planes.random(back.destination().floats(), 1);
    Planes filter = Planes.random(filterFloats(back), 2);
    Planes gradient = Planes.random(back.source().floats(), 3);
    for (int threads = 1; threads <= 2; threads++) {
      Workers workers = new Workers(threads);
      Planes inputGradient = Planes.random(back.destination().floats(), 4);
      new ImagePointwise(back, KERNELS, workers, WORKSPACE)
          .execute(gradient.memory(), filter.memory(), null, inputGradient.memory());
      Planes filterGradient = Planes.random(filterFloats(back), 4);
      new PlanarPointwiseFilterGradient(problem, KERNELS, workers, WORKSPACE)
          .execute(input.memory(), gradient.memory(), filterGradient.memory());
      Planes input2 = Planes.random(back.destination().floats(), 5);
      Planes filter2 = Planes.random(filterFloats(back), 5);
      PlanarPointwiseBackward.of(problem, KERNELS, workers, WORKSPACE)
          .orElseThrow()
          .execute(
              input.memory(),
              filter.memory(),
              gradient.memory(),
              input2.memory(),
              filter2.memory());
      assertArrayEquals(inputGradient.values(), input2.values(), "input gradient");
      assertArrayEquals(filterGradient.values(), filter2.values(), "filter gradient");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "true, 2, n8_c64h56w56_k256r1s1",
    "true, 2, n8_c256h28w28_k256r1s1",
    "true, 8, n8_c64h56w56_k64r1s1",
    "false, 3, n8_c64h56w56_k256r1s1",
    "false, 16, n16_c64h56w56_k256r1s1",
    "false, 2, n8_c256h56w56_k64r1s1",
    "false, 2, n8_c64h14w14_k256r1s1",
    "false, 2, n8_c600h28w28_k600r1s1",
    "false, 2, n8_c256h56w56_k128r1s1_sh2sw2",
    "false, 2, n8_c64h56w56_k256r1s1_pt1pb1pl1pr1"
  })
  void are_for_gradients_that_no_cache_holds_and_tasks_of_whole_images(
      boolean suits, int threads, String notation) {
    Optional<PlanarPointwiseBackward> plan =
        PlanarPointwiseBackward.of(
            ConvProblem.parse(notation), KERNELS, new Workers(threads), WORKSPACE);
    assertEquals(suits, plan.isPresent());
  }

  private static long filterFloats(Correlation correlation) {
    return (long) correlation.groups() * correlation.sources() * correlation.destinations();
  }
}
