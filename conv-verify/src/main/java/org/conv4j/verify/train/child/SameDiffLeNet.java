package org.conv4j.verify.train.child;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;

/** As a SameDiff graph: convolutions are the ops {@code conv2d} and {@code conv2d_bp}. */
final class SameDiffLeNet implements LeNet {

  private static final String[] PARAMETERS = {"w1", "b1", "w2", "b2", "w3", "b3", "w4", "b4"};
  private static final String INPUT = "digits";
  private static final String LABELS = "labels";
  private static final String LOSS = "loss";
  private static final String LOGITS = "logits";

  private final SameDiff graph = SameDiff.create();
  private final OutputListener logits = new OutputListener(LOGITS);
  private final DataType type;
  private final SplittableRandom random;

  SameDiffLeNet(DataType type, long seed) {
    this.type = type;
    this.random = new SplittableRandom(seed);
    SDVariable input = graph.placeHolder(INPUT, type, -1, 1, 28, 28);
    SDVariable labels = graph.placeHolder(LABELS, type, -1, 10);
    SDVariable first = pooled(convolved(input, "1", 1, 20));
    SDVariable second = pooled(convolved(first, "2", 20, 50));
    SDVariable flat = second.reshape(-1, 50 * 7 * 7);
    SDVariable dense = graph.nn().relu(dense(flat, "3", 50 * 7 * 7, 500), 0);
    SDVariable logits = dense(dense, "4", 500, 10).rename(LOGITS);
    graph.loss().softmaxCrossEntropy(LOSS, labels, logits, null);
    graph.setLossVariables(LOSS);
    graph.setTrainingConfig(
        TrainingConfig.builder()
            .updater(new Nesterovs(LEARNING_RATE, 0.9))
            .dataSetFeatureMapping(INPUT)
            .dataSetLabelMapping(LABELS)
            .build());
  }

  private SDVariable convolved(SDVariable input, String number, long channels, long outputs) {
    Conv2DConfig config = Conv2DConfig.builder().kH(5).kW(5).paddingMode(PaddingMode.SAME).build();
    SDVariable weights = weights("w" + number, 25 * channels, 5, 5, channels, outputs);
    return graph
        .nn()
        .relu(graph.cnn().conv2d(input, weights, bias("b" + number, outputs), config), 0);
  }

  private SDVariable pooled(SDVariable input) {
    return graph
        .cnn()
        .maxPooling2d(input, Pooling2DConfig.builder().kH(2).kW(2).sH(2).sW(2).build());
  }

  private SDVariable dense(SDVariable input, String number, long inputs, long outputs) {
    return input
        .mmul(weights("w" + number, inputs, inputs, outputs))
        .add(bias("b" + number, outputs));
  }

  /** Uniform, of variance 1 by the number of terms in a sum. */
  private SDVariable weights(String name, long terms, long... shape) {
    long length = LongStream.of(shape).reduce(1, Math::multiplyExact);
    double limit = Math.sqrt(3.0 / terms);
    double[] values = random.doubles(length, -limit, limit).toArray();
    return graph.var(name, Nd4j.createFromArray(values).castTo(type).reshape('c', shape));
  }

  private SDVariable bias(String name, long length) {
    return graph.var(name, Nd4j.zeros(type, length));
  }

  @Override
  public double fit(INDArray features, INDArray labels) {
    graph.fit(new DataSet(features, labels), logits);
    return crossEntropy(labels, logits.last());
  }

  /** The loss, which SameDiff does not compute in training: its gradient does without. */
  private static double crossEntropy(INDArray labels, INDArray logits) {
    INDArray logarithms = Nd4j.nn().logSoftmax(logits.castTo(DataType.DOUBLE));
    return -logarithms.mul(labels.castTo(DataType.DOUBLE)).sumNumber().doubleValue()
        / labels.size(0);
  }

  @Override
  public INDArray output(INDArray features) {
    return graph.output(Map.of(INPUT, features), LOGITS).get(LOGITS);
  }

  @Override
  public double[] parameters() {
    return Arrays.stream(PARAMETERS)
        .map(name -> graph.getVariable(name).getArr())
        .map(array -> array.reshape('c', new long[] {array.length()}))
        .flatMapToDouble(array -> DoubleStream.of(array.toDoubleVector()))
        .toArray();
  }

  @Override
  public String helper() {
    return null;
  }
}
