package org.conv4j.nd4j.normalization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.conv4j.nd4j.normalization.BatchShape.Order;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.DenseArray;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@DisplayName("Batch normalisation")
class BatchNormalizerTest {

  private static final double EPS = 1e-3;

  /** Lengths on both sides of a row, of the rows between two totals, and of a block. */
  static Stream<BatchShape> shapes() {
    return Stream.of(Order.values())
        .flatMap(
            order ->
                List.of(
                    new BatchShape(1, 1, 1, order),
                    new BatchShape(1, 3, 5, order),
                    new BatchShape(7, 5, 1, order),
                    new BatchShape(3, 37, 49, order),
                    new BatchShape(2, 3, 1023, order),
                    new BatchShape(2, 2, 1024, order),
                    new BatchShape(5, 2, 1025, order),
                    new BatchShape(2, 1500, 3, order),
                    new BatchShape(3, 2, 70_001, order),
                    new BatchShape(300, 700, 1, order))
                    .stream());
  }

  /** What is normalised, in float64, and what follows from the definition. */
  private static final class Case {
    private final BatchShape shape;
    private final SplittableRandom random = new SplittableRandom(5);
    private final double[] x;
    private final double[] g;
    private final double[] gamma;
    private final double[] beta;

    Case(BatchShape shape, double mean, double deviation) {
      this.shape = shape;
      int length = (int) shape.elements();
      x = random.doubles(length).map(u -> (float) (mean + deviation * (u - 0.5))).toArray();
      g = random.doubles(length, -1, 1.5).map(u -> (float) u).toArray();
      gamma = random.doubles(shape.channels(), 0.5, 2).toArray();
      beta = random.doubles(shape.channels(), -1, 1).toArray();
    }

    int channel(int element) {
      return shape.order() == Order.INTERLEAVED
          ? element % shape.channels()
          : (int) (element / shape.pixels() % shape.channels());
    }

    double[] mean(double[] values) {
      double[] mean = new double[shape.channels()];
      for (int i = 0; i < values.length; i++) {
        mean[channel(i)] += values[i];
      }
      for (int c = 0; c < mean.length; c++) {
        mean[c] /= shape.elementsPerChannel();
      }
      return mean;
    }

    double[] variance(double[] mean) {
      double[] squares = new double[x.length];
      Arrays.setAll(squares, i -> Math.pow(x[i] - mean[channel(i)], 2));
      return mean(squares);
    }

    ChannelStatistics statistics() {
      double[] mean = mean(x);
      return new ChannelStatistics(mean, variance(mean));
    }

    double[] normalized(ChannelStatistics statistics) {
      double[] normalized = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        int c = channel(i);
        normalized[i] = (x[i] - statistics.mean()[c]) / Math.sqrt(statistics.variance()[c] + EPS);
      }
      return normalized;
    }

    double[] output(ChannelStatistics statistics) {
      double[] output = normalized(statistics);
      for (int i = 0; i < x.length; i++) {
        output[i] = output[i] * gamma[channel(i)] + beta[channel(i)];
      }
      return output;
    }

    /** Of the mean of g times x-hat. */
    double[] meanProducts(ChannelStatistics statistics) {
      double[] products = normalized(statistics);
      for (int i = 0; i < x.length; i++) {
        products[i] *= g[i];
      }
      return mean(products);
    }

    /** As in the paper that introduced it, rewritten with means. */
    double[] inputGradient(ChannelStatistics statistics) {
      double[] normalized = normalized(statistics);
      double[] meanGradient = mean(g);
      double[] meanProduct = meanProducts(statistics);
      double[] gradient = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        int c = channel(i);
        gradient[i] =
            gamma[c]
                / Math.sqrt(statistics.variance()[c] + EPS)
                * (g[i] - meanGradient[c] - normalized[i] * meanProduct[c]);
      }
      return gradient;
    }

    BatchNormalizer.Parameters parameters() {
      return new BatchNormalizer.Parameters(gamma, beta, EPS);
    }

    INDArray array(double[] values, DataType type) {
      return Nd4j.createFromArray(values).castTo(type);
    }
  }

  private static BatchNormalizer normalizer(BatchShape shape, int threads) {
    return new BatchNormalizer(shape, new Workers(threads));
  }

  @ParameterizedTest(name = "follows its definition in float64: {0}")
  @MethodSource("shapes")
  void followsItsDefinition(BatchShape shape) {
    agrees(new Case(shape, 0.3, 2), DataType.DOUBLE, 1e-12);
  }

  @ParameterizedTest(name = "and in float32: {0}")
  @MethodSource("shapes")
  void followsItsDefinitionInFloat32(BatchShape shape) {
    agrees(new Case(shape, 0.3, 2), DataType.FLOAT, 2e-6);
  }

  @ParameterizedTest(name = "is not troubled by a mean a thousand deviations away: {0}")
  @MethodSource("shapes")
  void keepsItsDigitsFarFromZero(BatchShape shape) {
    agrees(new Case(shape, 1000, 2), DataType.FLOAT, 2e-6);
  }

  private static void agrees(Case given, DataType type, double tolerance) {
    BatchNormalizer normalizer = normalizer(given.shape, 2);
    INDArray x = given.array(given.x, type);
    INDArray g = given.array(given.g, type);
    INDArray y = Nd4j.createUninitialized(type, x.length());
    INDArray dx = Nd4j.createUninitialized(type, x.length());
    ChannelStatistics expected = given.statistics();

    ChannelStatistics found =
        normalizer.normalize(DenseArray.of(x), given.parameters(), DenseArray.of(y));
    var gradients =
        normalizer.backward(
            DenseArray.of(x), DenseArray.of(g), found, found, given.gamma, EPS, DenseArray.of(dx));

    double count = given.shape.elementsPerChannel();
    close("mean", expected.mean(), found.mean(), tolerance);
    close("variance", expected.variance(), found.variance(), tolerance);
    close("output", given.output(expected), y.toDoubleVector(), tolerance);
    close("input gradient", given.inputGradient(expected), dx.toDoubleVector(), tolerance);
    close("beta gradient", given.mean(given.g), scaled(gradients.beta(), 1 / count), tolerance);
    close(
        "gamma gradient",
        given.meanProducts(expected),
        scaled(gradients.gamma(), 1 / count),
        tolerance);
    close("statistics", expected.mean(), normalizer.statistics(DenseArray.of(x)).mean(), tolerance);
  }

  private static double[] scaled(double[] values, double by) {
    return Arrays.stream(values).map(value -> value * by).toArray();
  }

  private static void close(String what, double[] expected, double[] actual, double tolerance) {
    double scale = Math.max(1, Arrays.stream(expected).map(Math::abs).max().orElse(0));
    for (int i = 0; i < expected.length; i++) {
      double difference = Math.abs(expected[i] - actual[i]) / scale;
      assertTrue(difference <= tolerance, what + " " + i + " differs by " + difference);
    }
  }

  @ParameterizedTest(name = "with given statistics, {0}, uses those")
  @EnumSource(Order.class)
  void usesGivenStatistics(Order order) {
    Case given = new Case(new BatchShape(3, 5, 77, order), 0, 2);
    ChannelStatistics running =
        new ChannelStatistics(
            given.random.doubles(5, -1, 1).toArray(), given.random.doubles(5, 0.5, 2).toArray());
    INDArray x = given.array(given.x, DataType.DOUBLE);
    INDArray y = Nd4j.createUninitialized(DataType.DOUBLE, x.length());

    normalizer(given.shape, 2)
        .normalize(DenseArray.of(x), running, given.parameters(), DenseArray.of(y));

    close("output", given.output(running), y.toDoubleVector(), 1e-14);
  }

  @ParameterizedTest(name = "gives the same bits with any number of threads: {0}")
  @MethodSource("shapes")
  void doesNotDependOnThreads(BatchShape shape) {
    Case given = new Case(shape, 0.1, 1);
    INDArray x = given.array(given.x, DataType.FLOAT);
    INDArray g = given.array(given.g, DataType.FLOAT);
    INDArray[] one = results(normalizer(shape, 1), given, x, g);
    INDArray[] three = results(normalizer(shape, 3), given, x, g);

    for (int i = 0; i < one.length; i++) {
      assertArrayEquals(one[i].toFloatVector(), three[i].toFloatVector());
    }
  }

  private static INDArray[] results(
      BatchNormalizer normalizer, Case given, INDArray x, INDArray g) {
    INDArray y = Nd4j.createUninitialized(DataType.FLOAT, x.length());
    INDArray dx = Nd4j.createUninitialized(DataType.FLOAT, x.length());
    ChannelStatistics found =
        normalizer.normalize(DenseArray.of(x), given.parameters(), DenseArray.of(y));
    normalizer.backward(
        DenseArray.of(x), DenseArray.of(g), found, found, given.gamma, EPS, DenseArray.of(dx));
    return new INDArray[] {y, dx};
  }

  @ParameterizedTest(name = "keeps a NaN in its channel: {0}")
  @EnumSource(Order.class)
  void keepsNanInItsChannel(Order order) {
    Case given = new Case(new BatchShape(2, 3, 50, order), 0, 1);
    int poisoned = 170;
    given.x[poisoned] = Double.NaN;
    INDArray x = given.array(given.x, DataType.FLOAT);
    INDArray y = Nd4j.createUninitialized(DataType.FLOAT, x.length());

    normalizer(given.shape, 1).normalize(DenseArray.of(x), given.parameters(), DenseArray.of(y));

    float[] output = y.toFloatVector();
    IntStream.range(0, output.length)
        .forEach(
            i ->
                assertEquals(
                    given.channel(i) == given.channel(poisoned),
                    Float.isNaN(output[i]),
                    "element " + i));
  }

  @Test
  @DisplayName("of equal numbers is beta, however large they are")
  void ofAConstantIsBeta() {
    Case given = new Case(new BatchShape(4, 3, 1000, Order.PLANAR), 1.1e7, 0);
    INDArray x = given.array(given.x, DataType.FLOAT);
    INDArray y = Nd4j.createUninitialized(DataType.FLOAT, x.length());

    ChannelStatistics found =
        normalizer(given.shape, 1)
            .normalize(DenseArray.of(x), given.parameters(), DenseArray.of(y));

    assertArrayEquals(new double[3], found.variance());
    close("output", given.output(found), y.toDoubleVector(), 1e-7);
  }
}
