package org.conv4j.nd4j.tile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.conv4j.ConvProblem;
import org.conv4j.nd4j.panel.Correlation;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.DenseArray;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@DisplayName("lines of tiles")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TileThreadsTest {

  /** Weights that are shared, and that are not; images by several, and in parts. */
  @ParameterizedTest
  @CsvSource({
    "n9_c16h9w11_k24r3s3_same, 8",
    "n5_c40h45w31_k30r3s3_pt0pb1pl2pr0, 2",
    "n3_c70h9w11_k150r3s3_same_ohwi, 1",
    "n2_c200h6w5_k230r3s3_same_hwio, 2"
  })
  void of_a_correlation_have_the_same_bits_however_many_threads_share_them_out(
      String notation, int megabytes) {
    ConvProblem problem = ConvProblem.parse(notation);
    for (Correlation correlation :
        new Correlation[] {Correlation.ofOutput(problem), Correlation.ofInputGradient(problem)}) {
      float[] expected = correlate(correlation, megabytes, 1);
      for (int threads : new int[] {2, 3, 16}) {
        assertArrayEquals(
            expected, correlate(correlation, megabytes, threads), threads + " threads");
      }
    }
  }

  /** Sums in parts, and in shares. */
  @ParameterizedTest
  @CsvSource({
    "n9_c16h9w11_k24r3s3_same, 8",
    "n5_c40h45w31_k30r3s3_pt0pb1pl2pr0, 2",
    "n3_c70h9w11_k150r3s3_same_ohwi, 1",
    "n2_c200h6w5_k230r3s3_same_hwio, 2"
  })
  void of_a_filter_gradient_have_the_same_bits_however_many_threads_share_them_out(
      String notation, int megabytes) {
    ConvProblem problem = ConvProblem.parse(notation);
    float[] expected = filterGradient(problem, megabytes, 1);
    for (int threads : new int[] {2, 3, 16}) {
      assertArrayEquals(
          expected, filterGradient(problem, megabytes, threads), threads + " threads");
    }
  }

  private static float[] correlate(Correlation correlation, long megabytes, int threads) {
    TileCorrelation plan = new TileCorrelation(correlation, new Workers(threads), megabytes << 20);
    assertTrue(plan.bytes() <= megabytes << 20);
    INDArray destination = Nd4j.create(correlation.destination().floats());
    plan.execute(
        random(correlation.source().floats(), 1),
        random(9L * correlation.sources() * correlation.destinations(), 2),
        random(correlation.destinations(), 3),
        memory(destination));
    return destination.toFloatVector();
  }

  private static float[] filterGradient(ConvProblem problem, long megabytes, int threads) {
    Correlation correlation = Correlation.ofOutput(problem);
    TileFilterGradient plan =
        new TileFilterGradient(correlation, new Workers(threads), megabytes << 20);
    assertTrue(plan.bytes() <= megabytes << 20);
    INDArray gradient = Nd4j.create(9L * correlation.sources() * correlation.destinations());
    plan.execute(
        random(correlation.source().floats(), 1),
        random(correlation.destination().floats(), 2),
        memory(gradient));
    return gradient.toFloatVector();
  }

  private static FloatMemory random(long count, int seed) {
    Random random = new Random(seed);
    float[] values = new float[Math.toIntExact(count)];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return memory(Nd4j.createFromArray(values));
  }

  private static FloatMemory memory(INDArray array) {
    return FloatMemory.of(DenseArray.of(array));
  }
}
