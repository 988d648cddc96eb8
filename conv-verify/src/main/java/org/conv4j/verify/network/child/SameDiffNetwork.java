package org.conv4j.verify.network.child;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.SingletonDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;

/**
 * A graph of ND4J's ops: three 3 x 3 convolutions to 32, 64 and 128 channels, each rectified and
 * pooled, and one dense layer.
 */
final class SameDiffNetwork implements TimedNetwork {

  private static final String CONVOLUTION = "conv2d";
  private static final int ITERATIONS = 8;
  private static final int SIDE = 32;
  private static final int CLASSES = 10;
  private static final String INPUT = "images";
  private static final String LABELS = "labels";
  private static final String LOGITS = "logits";

  private final SameDiff graph = SameDiff.create();
  private final SplittableRandom random = new SplittableRandom(7);
  private final DataType type;
  private final Batch batch;
  private final DataSet data;

  SameDiffNetwork(DataType type, int size) {
    this.type = type;
    batch = Batch.of(type, size, 3, SIDE, CLASSES);
    data = new DataSet(batch.images(), batch.labels());
    SDVariable input = graph.placeHolder(INPUT, type, -1, 3, SIDE, SIDE);
    SDVariable labels = graph.placeHolder(LABELS, type, -1, CLASSES);
    SDVariable first = convolved(input, "1", 3, 32);
    SDVariable second = convolved(first, "2", 32, 64);
    SDVariable third = convolved(second, "3", 64, 128);
    long pixels = (SIDE / 8) * (SIDE / 8);
    SDVariable logits =
        third
            .reshape(-1, 128 * pixels)
            .mmul(weights("w4", 128 * pixels, 128 * pixels, CLASSES))
            .add(graph.var("b4", Nd4j.zeros(type, CLASSES)))
            .rename(LOGITS);
    graph.loss().softmaxCrossEntropy("loss", labels, logits, null);
    graph.setLossVariables("loss");
    graph.setTrainingConfig(
        TrainingConfig.builder()
            .updater(new Nesterovs(0.01, 0.9))
            .dataSetFeatureMapping(INPUT)
            .dataSetLabelMapping(LABELS)
            .build());
  }

  private SDVariable convolved(SDVariable input, String number, long channels, long outputs) {
    Conv2DConfig convolution =
        Conv2DConfig.builder().kH(3).kW(3).paddingMode(PaddingMode.SAME).build();
    SDVariable weights = weights("w" + number, 9 * channels, 3, 3, channels, outputs);
    SDVariable bias = graph.var("b" + number, Nd4j.zeros(type, outputs));
    SDVariable output = graph.cnn().conv2d(input, weights, bias, convolution);
    return graph
        .cnn()
        .maxPooling2d(
            graph.nn().relu(output, 0), Pooling2DConfig.builder().kH(2).kW(2).sH(2).sW(2).build());
  }

  /** Uniform, of variance 2 by the number of terms in a sum; float32 numbers in either type. */
  private SDVariable weights(String name, long terms, long... shape) {
    double limit = Math.sqrt(6.0 / terms);
    long length = LongStream.of(shape).reduce(1, Math::multiplyExact);
    double[] values = random.doubles(length, -limit, limit).toArray();
    INDArray rounded = Nd4j.createFromArray(values).castTo(DataType.FLOAT);
    return graph.var(name, rounded.castTo(type).reshape('c', shape));
  }

  @Override
  public void fit() {
    graph.fit(data);
  }

  /**
   * A call of {@code fit} for a single batch makes all arrays anew, half of its time and more; in a
   * call that goes on, as training does, those of one iteration serve the next.
   */
  @Override
  public double fitMillis() {
    return Stopwatch.millis(() -> graph.fit(new SingletonDataSetIterator(data), ITERATIONS))
        / ITERATIONS;
  }

  @Override
  public void output() {
    graph.output(Map.of(INPUT, batch.images()), LOGITS).get(LOGITS).close();
  }

  @Override
  public List<INDArray> parameters() {
    return Stream.of("w1", "b1", "w2", "b2", "w3", "b3", "w4", "b4")
        .map(name -> graph.getVariable(name).getArr())
        .toList();
  }

  @Override
  public int layers() {
    return (int) Stream.of(graph.ops()).filter(op -> op.opName().equals(CONVOLUTION)).count();
  }

  /** Those that conv4j computes in an output: its executioner may leave ops to ND4J. */
  @Override
  public int layersTaken() {
    return Math.toIntExact(Doors.passes(this::output));
  }
}
