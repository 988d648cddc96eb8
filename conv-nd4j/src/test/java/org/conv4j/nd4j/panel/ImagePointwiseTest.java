package org.conv4j.nd4j.panel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.conv4j.ConvProblem;
import org.conv4j.nd4j.kernel.KernelProvider;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.parallel.Workers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a 1 x 1 correlation by whole images")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Tag("plain")
@Tag("narrow")
class ImagePointwiseTest {

  private static final long WORKSPACE = 8 << 20;

  private final Kernels kernels = KernelProvider.kernels();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n4_c70h5w7_k33r1s1",
        "n2_c16h14w14_k20r1s1_g2",
        "n6_c40h14w13_k80r1s1",
        "n2_c7h1w3_k1r1s1",
        "n3_c5h23w29_k9r1s1",
        "n2_c66h32w16_k7r1s1_g1_nobias",
        "n2_c12h23w23_k9r1s1_g3_hwio",
        "n4_c33h15w17_k20r1s1_sh2sw2",
        "n2_c16h57w58_k10r1s1_sh2sw2_g2",
        "n2_c9h40w70_k6r1s1_sh1sw3_nobias",
        "n2_c5h9w9_k7r1s1_pt1pb1pl1pr1",
        "n2_c50h80w90_k3r1s1_sh2sw2",
        "n2_c3h50w61_k50r1s1",
        "n2_c17h55w57_k30r1s1_sh2sw2",
        "n2_c12h56w28_k9r1s1_sh2sw1_pt0pb3pl5pr0",
        "n4_c8h13w14_k6r1s1_sh2sw2_pt3pb1pl2pr4"
      })
  void has_the_bits_of_one_by_blocks_of_pixels(String notation) {
    ConvProblem problem = ConvProblem.parse(notation);
    Workers workers = Workers.shared();
    for (Correlation each :
        List.of(Correlation.ofOutput(problem), Correlation.ofInputGradient(problem))) {
      assertArrayEquals(
          run(new PlanarPointwise(each, kernels, workers, WORKSPACE), each),
          run(new ImagePointwise(each, kernels, workers, WORKSPACE), each));
    }
  }

  @Test
  void is_for_sources_that_no_cache_holds_and_threads_that_have_images_alike() {
    assertEquals(true, suits("n8_c256h56w56_k64r1s1", 2));
    assertEquals(true, suits("n8_c1024h14w14_k256r1s1", 2));
    assertEquals(false, suits("n8_c64h56w56_k256r1s1", 2));
    assertEquals(false, suits("n8_c64h14w14_k64r1s1", 2));
    assertEquals(false, suits("n3_c256h56w56_k64r1s1", 2));
    assertEquals(true, suits("n9_c256h56w56_k64r1s1", 2));
    assertEquals(true, suits("n8_c256h56w56_k64r1s1_sh2sw2", 2));
    assertEquals(false, suits("n8_c1024h28w28_k64r1s1_sh2sw2", 2));
    assertEquals(true, suits("n8_c256h56w56_k64r1s1_pt1pb1pl1pr1", 2));
    Workers workers = new Workers(2);
    ConvProblem strided = ConvProblem.parse("n8_c256h56w56_k512r1s1_sh2sw2");
    assertEquals(
        true, ImagePointwise.suits(Correlation.ofInputGradient(strided), kernels, workers));
  }

  private boolean suits(String notation, int threads) {
    return ImagePointwise.suits(
        Correlation.ofOutput(ConvProblem.parse(notation)), kernels, new Workers(threads));
  }

  private static float[] run(PointwisePlan plan, Correlation correlation) {
    Planes source = Planes.random(correlation.source().floats(), 1);
    Planes filter =
        Planes.random(
            (long) correlation.groups() * correlation.sources() * correlation.destinations(), 2);
    Planes bias = Planes.random((long) correlation.groups() * correlation.destinations(), 3);
    Planes destination = Planes.random(correlation.destination().floats(), 4);
    plan.execute(source.memory(), filter.memory(), bias.memory(), destination.memory());
    return destination.values();
  }
}
