package org.conv4j.nd4j.panel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.conv4j.ConvProblem;
import org.conv4j.nd4j.kernel.KernelProvider;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("plans of register blocks")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Tag("plain")
class ThreadsTest {

  private static final long WORKSPACE = 8 << 20;
  private static final int[] MANY = {2, 3, 7, 16, 64};
  private static final Kernels KERNELS = KernelProvider.kernels();

  @ParameterizedTest
  @CsvSource({
    "POINTWISE, n1_c70h14w13_k150r1s1",
    "POINTWISE, n3_c40h7w7_k400r1s1_g2",
    "POINTWISE, n2_c33h21w20_k20r1s1_sh2sw2_nobias",
    "POINTWISE, n1_c1600h5w5_k300r1s1",
    "STREAMED_POINTWISE, n3_c20h33w31_k12r1s1_g2",
    "PLANAR, n2_c3h40w37_k20r7s7_sh2sw2_same",
    "PLANAR, n1_c3h61w30_k9r3s3_pt0pb1pl2pr0_nobias",
    "WINOGRAD2, n1_c70h14w15_k150r3s3_same",
    "WINOGRAD2, n2_c33h29w30_k260r3s3_sh2sw2_same",
    "WINOGRAD2_OF_LARGE_WEIGHTS, n1_c130h9w8_k200r3s3_same",
    "WINOGRAD2_OF_LARGE_WEIGHTS, n3_c150h20w21_k70r3s3_sh2sw2_same",
    "WINOGRAD4, n2_c40h13w11_k70r3s3_same"
  })
  void compute_the_same_bits_for_any_number_of_threads(Sums sums, String notation) {
    ConvProblem problem = ConvProblem.parse(notation);
    float[] output = output(sums, problem, 1);
    float[] inputGradient = inputGradient(sums, problem, 1);
    for (int threads : MANY) {
      assertArrayEquals(output, output(sums, problem, threads), "output, " + threads);
      assertArrayEquals(
          inputGradient, inputGradient(sums, problem, threads), "input gradient, " + threads);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POINTWISE, n3_c64h14w13_k150r1s1",
    "POINTWISE, n2_c300h9w9_k20r1s1_g2",
    "POINTWISE, n1_c32h70w70_k200r1s1",
    "POINTWISE, n1_c129h21w20_k40r1s1_sh2sw2",
    "DIRECT, n2_c3h40w37_k20r7s7_sh2sw2_same",
    "DIRECT, n2_c3h90w90_k20r3s3_same",
    "DIRECT, n1_c10h11w12_k130r3s2_g2"
  })
  void compute_the_same_bits_of_a_filter_gradient(FilterSums sums, String notation) {
    ConvProblem problem = ConvProblem.parse(notation);
    float[] expected = filterGradient(sums, problem, 1);
    for (int threads : MANY) {
      assertArrayEquals(expected, filterGradient(sums, problem, threads), threads + " threads");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POINTWISE, n8_c64h56w56_k256r1s1",
    "POINTWISE, n8_c512h7w7_k2048r1s1",
    "POINTWISE, n8_c2048h7w7_k512r1s1",
    "POINTWISE, n1_c256h14w14_k1024r1s1",
    "STREAMED_POINTWISE, n1_c32h112w112_k64r1s1",
    "DIRECT, n8_c512h14w14_k512r3s3_sh2sw2_same",
    "PLANAR, n1_c3h224w224_k64r7s7_sh2sw2_same",
    "WINOGRAD2, n8_c512h7w7_k512r3s3_same",
    "WINOGRAD2, n1_c256h14w14_k256r3s3_same",
    "WINOGRAD2, n1_c128h28w28_k128r3s3_same"
  })
  void have_a_task_for_each_of_sixteen_threads(Sums sums, String notation) {
    assertAtLeast(16, sums.plan(ConvProblem.parse(notation), false, 16).tasks());
  }

  @ParameterizedTest
  @CsvSource({
    "POINTWISE, n8_c64h56w56_k64r1s1, 8",
    "POINTWISE, n8_c64h56w56_k256r1s1, 16",
    "POINTWISE, n1_c512h7w7_k512r1s1, 16",
    "DIRECT, n8_c3h224w224_k64r7s7_sh2sw2_same, 16"
  })
  void have_a_part_of_a_filter_gradient_for_each_of_sixteen_threads(
      FilterSums sums, String notation, int least) {
    assertAtLeast(least, sums.plan(ConvProblem.parse(notation), 16).tasks());
  }

  private static void assertAtLeast(int least, int tasks) {
    assertTrue(tasks >= least, tasks + " tasks");
  }

  private static Correlation correlation(ConvProblem problem, boolean back) {
    return back ? Correlation.ofInputGradient(problem) : Correlation.ofOutput(problem);
  }

  private static float[] output(Sums sums, ConvProblem problem, int threads) {
    return run(sums, problem, false, threads);
  }

  private static float[] inputGradient(Sums sums, ConvProblem problem, int threads) {
    return run(sums, problem, true, threads);
  }

  private static float[] run(Sums sums, ConvProblem problem, boolean back, int threads) {
    Correlation correlation = correlation(problem, back);
    Planes destination = Planes.random(correlation.destination().floats(), 4);
    long channels = (long) correlation.groups() * correlation.destinations();
    sums.plan(problem, back, threads)
        .execution()
        .execute(
            Planes.random(correlation.source().floats(), 1).memory(),
            Planes.random(channels * correlation.sources() * correlation.taps(), 2).memory(),
            problem.bias() && !back ? Planes.random(channels, 3).memory() : null,
            destination.memory());
    return destination.values();
  }

  private static float[] filterGradient(FilterSums sums, ConvProblem problem, int threads) {
    Correlation correlation = Correlation.ofOutput(problem);
    Planes gradient =
        Planes.random(
            (long) correlation.groups()
                * correlation.sources()
                * correlation.destinations()
                * correlation.taps(),
            3);
    sums.plan(problem, threads)
        .execution()
        .execute(
            Planes.random(correlation.source().floats(), 1).memory(),
            Planes.random(correlation.destination().floats(), 2).memory(),
            gradient.memory());
    return gradient.values();
  }

  /** What a plan does, and how many tasks it has. */
  private record Plan(Execution execution, int tasks) {}

  @FunctionalInterface
  private interface Execution {
    void execute(FloatMemory source, FloatMemory filter, FloatMemory bias, FloatMemory destination);
  }

  /** What a plan of a filter gradient does, and how many tasks it has. */
  private record FilterPlan(FilterExecution execution, int tasks) {}

  @FunctionalInterface
  private interface FilterExecution {
    void execute(FloatMemory input, FloatMemory outputGradient, FloatMemory filterGradient);
  }

  private enum Sums {
    POINTWISE,
    STREAMED_POINTWISE,
    DIRECT,
    PLANAR,
    WINOGRAD2,
    WINOGRAD2_OF_LARGE_WEIGHTS,
    WINOGRAD4;

    /** The input gradient's plan if it is to go {@code back}, the output's otherwise. */
    Plan plan(ConvProblem problem, boolean back, int threads) {
      Correlation correlation = correlation(problem, back);
      Workers workers = new Workers(threads);
      return switch (this) {
        case POINTWISE -> pointwise(new PlanarPointwise(correlation, KERNELS, workers, WORKSPACE));
        case STREAMED_POINTWISE -> {
          assumeTrue(KERNELS.streams(), "no results go from registers to memory");
          yield pointwise(new StreamedPointwise(correlation, KERNELS, workers, WORKSPACE));
        }
        case DIRECT -> {
          DirectCorrelation plan = new DirectCorrelation(correlation, KERNELS, workers, WORKSPACE);
          yield new Plan(plan::execute, plan.tasks());
        }
        case PLANAR -> {
          PlanarCorrelation plan = new PlanarCorrelation(correlation, KERNELS, workers, WORKSPACE);
          yield new Plan(plan::execute, plan.units());
        }
        case WINOGRAD2 -> winograd(problem, 2, back, workers, WORKSPACE);
        case WINOGRAD2_OF_LARGE_WEIGHTS -> winograd(problem, 2, back, workers, WORKSPACE / 4);
        case WINOGRAD4 -> winograd(problem, 4, back, workers, WORKSPACE);
      };
    }

    private static Plan pointwise(PointwisePlan plan) {
      return new Plan(plan::execute, plan.tasks());
    }

    private static Plan winograd(
        ConvProblem problem, int outputs, boolean back, Workers workers, long workspace) {
      WinogradCorrelation plan =
          back
              ? WinogradCorrelation.ofInputGradient(problem, outputs, KERNELS, workers, workspace)
              : WinogradCorrelation.ofOutput(problem, outputs, KERNELS, workers, workspace);
      return new Plan(plan::execute, plan.tasks());
    }
  }

  private enum FilterSums {
    POINTWISE,
    DIRECT;

    FilterPlan plan(ConvProblem problem, int threads) {
      Workers workers = new Workers(threads);
      return switch (this) {
        case POINTWISE -> {
          PlanarPointwiseFilterGradient plan =
              new PlanarPointwiseFilterGradient(problem, KERNELS, workers, WORKSPACE);
          yield new FilterPlan(plan::execute, plan.tasks());
        }
        case DIRECT -> {
          DirectFilterGradient plan =
              new DirectFilterGradient(problem, KERNELS, workers, WORKSPACE);
          yield new FilterPlan(plan::execute, plan.tasks());
        }
      };
    }
  }
}
