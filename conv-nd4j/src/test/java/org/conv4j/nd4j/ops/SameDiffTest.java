package org.conv4j.nd4j.ops;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.conv4j.nd4j.WithoutDoors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;

@DisplayName("Through the op door, a SameDiff network")
class SameDiffTest {

  private static final String[] PARAMETERS = {"w1", "b1", "wd", "w2", "w3"};

  @TempDir private Path folder;

  @ParameterizedTest(name = "of type {0} learns as it does without, within {1}")
  @CsvSource({"DOUBLE, 1e-9", "FLOAT, 1e-4"})
  void learnsTheSame(DataType type, double tolerance) {
    SameDiff stock = WithoutDoors.ops(() -> trained(graph(type), type, 5));
    SameDiff ours = trained(graph(type), type, 5);

    assertSameParameters(stock, ours, tolerance);
    assertClose(WithoutDoors.ops(() -> output(stock, type)), output(ours, type), tolerance);
  }

  @Test
  @DisplayName("is saved and loaded and learns on")
  void learnsOnAfterLoading() throws IOException {
    SameDiff stock = WithoutDoors.ops(() -> trained(graph(DataType.DOUBLE), DataType.DOUBLE, 4));
    SameDiff ours = trained(graph(DataType.DOUBLE), DataType.DOUBLE, 2);
    Path file = folder.resolve("graph.fb");
    ours.save(file.toFile(), true);

    SameDiff loaded = trained(SameDiff.load(file.toFile(), true), DataType.DOUBLE, 2);

    assertSameParameters(stock, loaded, 1e-9);
  }

  /** Two convolutions, plain and depthwise, in NHWC, strided, and a dense layer. */
  private static SameDiff graph(DataType type) {
    SameDiff graph = SameDiff.create();
    SDVariable input = graph.placeHolder("input", type, -1, 9, 8, 2);
    SDVariable labels = graph.placeHolder("labels", type, -1, 3);
    Conv2DConfig same =
        Conv2DConfig.builder().kH(3).kW(3).paddingMode(PaddingMode.SAME).dataFormat("NHWC").build();
    Conv2DConfig strided =
        Conv2DConfig.builder().kH(2).kW(3).sH(2).sW(1).dataFormat("NHWC").build();
    SDVariable first =
        graph
            .nn()
            .tanh(
                graph
                    .cnn()
                    .conv2d(
                        input,
                        weights(graph, type, "w1", 3, 3, 2, 4),
                        weights(graph, type, "b1", 4),
                        same));
    SDVariable depthwise =
        graph.cnn().depthWiseConv2d(first, weights(graph, type, "wd", 3, 3, 4, 2), same);
    SDVariable second =
        graph
            .nn()
            .relu(
                graph.cnn().conv2d(depthwise, weights(graph, type, "w2", 2, 3, 8, 5), strided), 0);
    SDVariable logits =
        second
            .reshape(-1, 4 * 6 * 5)
            .mmul(weights(graph, type, "w3", 4 * 6 * 5, 3))
            .rename("logits");
    graph.loss().softmaxCrossEntropy("loss", labels, logits, null);
    graph.setLossVariables("loss");
    graph.setTrainingConfig(
        TrainingConfig.builder()
            .updater(new Nesterovs(0.05, 0.9))
            .dataSetFeatureMapping("input")
            .dataSetLabelMapping("labels")
            .build());
    return graph;
  }

  private static SDVariable weights(SameDiff graph, DataType type, String name, long... shape) {
    return graph.var(name, numbers(name.hashCode(), shape).muli(0.3).castTo(type));
  }

  private static SameDiff trained(SameDiff graph, DataType type, int iterations) {
    INDArray labels = Nd4j.zeros(type, 4, 3);
    for (int n = 0; n < 4; n++) {
      labels.putScalar(n, n % 3, 1);
    }
    DataSet data = new DataSet(images(type), labels);
    for (int i = 0; i < iterations; i++) {
      graph.fit(data);
    }
    return graph;
  }

  private static INDArray output(SameDiff graph, DataType type) {
    return graph.output(Map.of("input", images(type)), "logits").get("logits");
  }

  private static INDArray images(DataType type) {
    return numbers(5, 4, 9, 8, 2).castTo(type);
  }

  private static INDArray numbers(long seed, long... shape) {
    long length = LongStream.of(shape).reduce(1, Math::multiplyExact);
    return Nd4j.createFromArray(new SplittableRandom(seed).doubles(length, -1, 1).toArray())
        .reshape('c', shape);
  }

  private static void assertSameParameters(SameDiff expected, SameDiff actual, double tolerance) {
    for (String name : PARAMETERS) {
      assertClose(
          expected.getVariable(name).getArr(), actual.getVariable(name).getArr(), tolerance);
    }
  }

  private static void assertClose(INDArray expected, INDArray actual, double tolerance) {
    double scale = Math.max(1e-30, expected.amaxNumber().doubleValue());
    double difference = expected.sub(actual).amaxNumber().doubleValue() / scale;
    assertTrue(difference <= tolerance, "relative difference " + difference);
  }
}
