package org.conv4j.verify.framework;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.Padding;
import org.conv4j.Tensor;
import org.conv4j.reference.DirectReference;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.common.primitives.Pair;
import org.nd4j.enums.WeightsFormat;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Small programs on whatever ND4J is on the class path. Prints a line for each: {@link #PREFIX},
 * its name, a tab and what came of it: {@code right}, {@code wrong} or the message of its failure.
 */
public final class Nd4jFindings {

  static final String PREFIX = "finding: ";

  private Nd4jFindings() {}

  /** Runs all of them. */
  public static void main(String[] arguments) {
    print("executioner", () -> Nd4j.getExecutioner().getClass().getName());
    unnamedKernelSizes();
    oneDimensionalFormats();
    for (WeightsFormat format : WeightsFormat.values()) {
      sameDiffFormat(format);
    }
    sameDiffChannelsLast();
    for (int steps : new int[] {4, 3}) {
      print("conv1d layer, NWC, %d steps".formatted(steps), () -> channelsLastGradient(steps));
    }
    print("conv1d layer, dropout", Nd4jFindings::dropoutReachesTheGradient);
    for (CNN2DFormat format : CNN2DFormat.values()) {
      print("conv2d layer, dropout, " + format, () -> trainsWithDropout(format));
    }
    deconvolutions();
  }

  static void print(String name, Callable<Object> program) {
    String outcome;
    try {
      outcome = program.call().toString();
    } catch (Exception failure) {
      outcome = failure.getMessage().lines().findFirst().orElse("");
    }
    System.out.println(PREFIX + name + "\t" + outcome);
  }

  private static String right(boolean isIt) {
    return isIt ? "right" : "wrong";
  }

  private static void unnamedKernelSizes() {
    INDArray x = counting(1, 2, 4, 4);
    INDArray w = counting(3, 3, 2, 3);
    INDArray dy = counting(1, 3, 2, 2);
    INDArray[] forward = {x, w};
    INDArray[] backward = {x, w, dy};
    int[] named = {3, 3, 1, 1, 0, 0, 1, 1, 0, 0, 0};
    int[] unnamed = named.clone();
    Arrays.fill(unnamed, 0, 2, -1);
    print(
        "conv2d, no kernel size",
        () -> right(op("conv2d", forward, unnamed)[0].equals(op("conv2d", forward, named)[0])));
    print("conv2d_bp, kernel size", () -> right(op("conv2d_bp", backward, named).length == 2));
    print("conv2d_bp, no kernel size", () -> right(op("conv2d_bp", backward, unnamed).length == 2));
  }

  private static void oneDimensionalFormats() {
    INDArray x = counting(1, 2, 5);
    INDArray w = counting(3, 2, 4);
    INDArray dy = counting(1, 4, 3);
    INDArray[] weights = {w, w.permute(2, 1, 0).dup('c'), w.permute(2, 0, 1).dup('c')};
    int[] own = {3, 1, 0, 1, 0, 0, 0};
    for (int format = 0; format < weights.length; format++) {
      int[] arguments = own.clone();
      arguments[6] = format;
      INDArray given = weights[format];
      print(
          "conv1d, format " + format,
          () ->
              right(
                  op("conv1d", new INDArray[] {x, given}, arguments)[0].equals(
                      op("conv1d", new INDArray[] {x, w}, own)[0])));
      print(
          "conv1d_bp, format " + format,
          () ->
              right(
                  op("conv1d_bp", new INDArray[] {x, given, dy}, arguments)[0].equals(
                      op("conv1d_bp", new INDArray[] {x, w, dy}, own)[0])));
    }
  }

  private static void sameDiffFormat(WeightsFormat format) {
    for (int size : new int[] {3, 2}) {
      String name = "SameDiff, %s, kernel %d".formatted(format, size);
      INDArray yxio = counting(size, size, 2, 2).castTo(DataType.FLOAT);
      Graph expected = new Graph("NCHW", WeightsFormat.YXIO, yxio, size);
      Graph graph = new Graph("NCHW", format, yxio.permute(order(format)).dup('c'), size);
      INDArray x = counting(1, 2, 4, 4).castTo(DataType.FLOAT);
      print(name + ", output", () -> right(graph.output(x).equals(expected.output(x))));
      print(
          name + ", output after loading",
          () -> right(graph.savedAndLoaded().output(x).equals(expected.output(x))));
      print(
          name + ", gradient",
          () ->
              right(
                  graph.gradient(x).equals(expected.gradient(x).permute(order(format)).dup('c'))));
    }
  }

  private static int[] order(WeightsFormat format) {
    return switch (format) {
      case YXIO -> new int[] {0, 1, 2, 3};
      case OIYX -> new int[] {3, 2, 0, 1};
      case OYXI -> new int[] {3, 0, 1, 2};
    };
  }

  private static void sameDiffChannelsLast() {
    INDArray w = counting(3, 3, 2, 2).castTo(DataType.FLOAT);
    INDArray x = counting(1, 4, 4, 2).castTo(DataType.FLOAT);
    Graph graph = new Graph("NHWC", WeightsFormat.YXIO, w, 3);
    print(
        "SameDiff, NHWC, gradient after loading",
        () -> right(graph.savedAndLoaded().gradient(x).equals(graph.gradient(x))));
  }

  /** The sum of the squares of a convolution's output. */
  private record Graph(SameDiff graph) {

    Graph(String layout, WeightsFormat format, INDArray weights, int kernel) {
      this(SameDiff.create());
      SDVariable x = graph.placeHolder("x", DataType.FLOAT);
      SDVariable w = graph.var("w", weights.div(10));
      SDVariable y =
          graph
              .cnn()
              .conv2d(
                  "y",
                  x,
                  w,
                  Conv2DConfig.builder()
                      .kH(kernel)
                      .kW(kernel)
                      .sH(1)
                      .sW(1)
                      .paddingMode(PaddingMode.VALID)
                      .dataFormat(layout)
                      .weightsFormat(format)
                      .build());
      y.mul(y).sum("loss");
      graph.setLossVariables("loss");
    }

    INDArray output(INDArray x) {
      return graph.outputSingle(Map.of("x", x), "y");
    }

    INDArray gradient(INDArray x) {
      return graph.calculateGradients(Map.of("x", x), "w").get("w");
    }

    Graph savedAndLoaded() {
      try {
        File file = File.createTempFile("graph", ".fb");
        file.deleteOnExit();
        graph.save(file, false);
        Graph loaded = new Graph(SameDiff.load(file, false));
        loaded.graph.setLossVariables("loss");
        return loaded;
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  private static String channelsLastGradient(int steps) {
    MultiLayerNetwork channelsFirst = oneDimensional(RNNFormat.NCW, 0);
    MultiLayerNetwork channelsLast = oneDimensional(RNNFormat.NWC, 0);
    channelsLast.setParams(channelsFirst.params().dup());
    INDArray x = random(2, 3, steps);
    INDArray y = random(2, 3, steps).add(1);
    INDArray last = x.permute(0, 2, 1).dup('c');
    if (!channelsLast.output(last).permute(0, 2, 1).equals(channelsFirst.output(x))) {
      return "wrong output";
    }
    Gradient expected = channelsFirst.calculateGradients(x, y, null, null).getFirst();
    Gradient found =
        channelsLast.calculateGradients(last, y.permute(0, 2, 1).dup('c'), null, null).getFirst();
    return right(found.gradient().equalsWithEps(expected.gradient(), 1e-9));
  }

  /** Where an element was dropped, nothing of it reaches the loss: its gradient is zero. */
  private static String dropoutReachesTheGradient() {
    MultiLayerNetwork network = oneDimensional(RNNFormat.NCW, 0.5);
    INDArray x = random(2, 3, 6).add(1);
    INDArray y = random(2, 3, 6);
    INDArray without = network.output(x, false);
    if (network.output(x, true).equals(without)) {
      return "nothing is dropped";
    }
    Pair<Gradient, INDArray> gradients = network.calculateGradients(x, y, null, null);
    double zeros = gradients.getSecond().eq(0).castTo(DataType.DOUBLE).sumNumber().doubleValue();
    return right(zeros > 0);
  }

  private static MultiLayerNetwork oneDimensional(RNNFormat format, double dropout) {
    Convolution1DLayer.Builder layer =
        new Convolution1DLayer.Builder()
            .kernelSize(3)
            .nIn(3)
            .nOut(3)
            .convolutionMode(ConvolutionMode.Same)
            .activation(Activation.TANH)
            .rnnDataFormat(format);
    if (dropout > 0) {
      layer.dropOut(dropout);
    }
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .seed(1)
                .updater(new NoOp())
                .list()
                .layer(layer.build())
                .layer(
                    new RnnLossLayer.Builder(LossFunction.MSE)
                        .activation(Activation.IDENTITY)
                        .dataFormat(format)
                        .build())
                .build());
    network.init();
    return network;
  }

  private static String trainsWithDropout(CNN2DFormat format) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .updater(new NoOp())
                .list()
                .layer(
                    new ConvolutionLayer.Builder(3, 3)
                        .nIn(4)
                        .nOut(5)
                        .convolutionMode(ConvolutionMode.Same)
                        .dataFormat(format)
                        .dropOut(0.5)
                        .build())
                .layer(
                    new CnnLossLayer.Builder(LossFunction.MSE)
                        .activation(Activation.IDENTITY)
                        .format(format)
                        .build())
                .build());
    network.init();
    boolean first = format == CNN2DFormat.NCHW;
    network.fit(
        first ? random(2, 4, 6, 6) : random(2, 6, 6, 4),
        first ? random(2, 5, 6, 6) : random(2, 6, 6, 5));
    return "right";
  }

  /** {@code deconv2d} is the input gradient of a convolution, of which the reference knows all. */
  private static void deconvolutions() {
    for (boolean same : new boolean[] {false, true}) {
      for (int dilation = 1; dilation <= 2; dilation++) {
        for (int stride = 1; stride <= 3; stride++) {
          deconvolution(same, dilation, stride);
        }
      }
    }
  }

  private static void deconvolution(boolean same, int dilation, int stride) {
    int kernel = 3;
    int size = 4;
    int image = same ? size * stride : (size - 1) * stride + (kernel - 1) * dilation + 1;
    ConvProblem problem =
        ConvProblem.builder()
            .input(1, 2, image, image)
            .filter(3, kernel, kernel)
            .stride(stride)
            .dilation(dilation)
            .padding(same ? Padding.same() : Padding.valid())
            .bias(false)
            .elementType(ElementType.FLOAT64)
            .build();
    INDArray dy = counting(problem.outputShape());
    INDArray filter = counting(problem.filterShape());
    INDArray found =
        op(
            "deconv2d",
            new INDArray[] {dy, filter.permute(2, 3, 1, 0).dup('c')},
            kernel,
            kernel,
            stride,
            stride,
            0,
            0,
            dilation,
            dilation,
            same ? 1 : 0,
            0,
            0)[0];
    Tensor expected = new DirectReference(problem).inputGradient(tensor(filter), tensor(dy));
    print(
        "deconv2d, %s, dilation %d, stride %d".formatted(same ? "SAME" : "VALID", dilation, stride),
        () ->
            right(
                Arrays.equals(found.shape(), expected.shape())
                    && Arrays.equals(tensor(found).values(), expected.values())));
  }

  private static Tensor tensor(INDArray array) {
    return Tensor.of(array.dup('c').data().asDouble(), array.shape());
  }

  private static INDArray[] op(String name, INDArray[] inputs, int... arguments) {
    return Nd4j.exec(
        DynamicCustomOp.builder(name).addInputs(inputs).addIntegerArguments(arguments).build());
  }

  private static INDArray counting(long... shape) {
    long length = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    return Nd4j.arange(length).castTo(DataType.DOUBLE).reshape(shape);
  }

  private static INDArray random(long... shape) {
    Nd4j.getRandom().setSeed(5);
    return Nd4j.rand(DataType.DOUBLE, shape);
  }
}
