package org.conv4j.nd4j.ops;

import java.util.function.Consumer;
import org.conv4j.ConvGradients;
import org.conv4j.ConvProblem;
import org.conv4j.ConvShapeException;
import org.conv4j.Convolution;
import org.conv4j.ElementType;
import org.conv4j.FilterLayout;
import org.conv4j.nd4j.Convolutions;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One depthwise convolution with ND4J's weights: for input channel c and multiplier index m, output
 * channel {@code c * multiplier + m}. Their axes are [height, width, channels, multiplier],
 * [multiplier, channels, height, width] or [multiplier, height, width, channels]; conv4j computes
 * with [channels * multiplier, 1, height, width].
 */
final class Depthwise {

  private final Convolution<INDArray> convolution;
  private final FilterLayout weightFormat;

  private Depthwise(Convolution<INDArray> convolution, FilterLayout weightFormat) {
    this.convolution = convolution;
    this.weightFormat = weightFormat;
  }

  /** The depthwise convolution of these arguments and arrays. */
  static Depthwise of(
      Conv2dArguments arguments,
      INDArray input,
      INDArray weights,
      boolean biased,
      ElementType elementType) {
    FilterLayout format = arguments.weightFormat();
    long[] sizes = channelsFirst(format, weights).shape();
    ConvProblem.Builder problem =
        arguments
            .problem()
            .bias(biased)
            .elementType(elementType)
            .filter(sizes[0] * sizes[1], sizes[2], sizes[3])
            .groups(sizes[0]);
    OpShapes.input(problem, arguments.layout(), input);
    long channels = arguments.layout().toNchw(input.shape())[1];
    if (channels != sizes[0]) {
      throw new ConvShapeException(
          "weights are for %d channels, the input has %d".formatted(sizes[0], channels));
    }
    return new Depthwise(Convolutions.of(arguments.checked(problem.build())), format);
  }

  ConvProblem problem() {
    return convolution.problem();
  }

  void forward(INDArray input, INDArray weights, INDArray bias, INDArray output) {
    convolution.forwardInto(input, filter(weights), bias, output);
  }

  /** The gradients; the weights' in ND4J's axes, {@code db} null where there is no bias. */
  void backward(
      INDArray x, INDArray weights, INDArray dy, INDArray dx, INDArray dWeights, INDArray db) {
    intoWeights(
        dWeights,
        dw -> convolution.backwardInto(x, filter(weights), dy, new ConvGradients<>(dx, dw, db)));
  }

  /** ND4J's weights as the filter of {@link #problem}. */
  INDArray filter(INDArray weights) {
    return channelsFirst(weightFormat, weights).reshape('c', problem().filterShape());
  }

  private void intoWeights(INDArray weights, Consumer<INDArray> compute) {
    INDArray view = channelsFirst(weightFormat, weights);
    try (INDArray filter =
        Nd4j.createUninitializedDetached(weights.dataType(), 'c', problem().filterShape())) {
      compute.accept(filter);
      view.assign(filter.reshape('c', view.shape()));
    }
  }

  /** A view of the weights as [channels, multiplier, height, width]. */
  private static INDArray channelsFirst(FilterLayout format, INDArray weights) {
    OpShapes.ofRank(4, "weights", weights);
    return switch (format) {
      case HWIO -> weights.permute(2, 3, 0, 1);
      case OIHW -> weights.permute(1, 0, 2, 3);
      case OHWI -> weights.permute(3, 0, 1, 2);
    };
  }
}
