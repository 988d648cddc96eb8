package org.conv4j.nd4j.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.conv4j.Convolution;
import org.conv4j.nd4j.Nd4jConvolution;
import org.conv4j.nd4j.ops.OpConvolutions;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class NetworkTraceTest {

  @TempDir Path folder;

  private SavedNetwork saved(Model model) throws IOException {
    Path file = folder.resolve("network.zip");
    ModelSerializer.writeModel(model, file.toFile(), true);
    return SavedNetwork.load(file);
  }

  private static NeuralNetConfiguration.Builder settings() {
    return new NeuralNetConfiguration.Builder()
        .seed(3)
        .dataType(DataType.DOUBLE)
        .activation(Activation.TANH);
  }

  private static ConvolutionLayer.Builder convolution(int kernel, int outputs) {
    return new ConvolutionLayer.Builder(kernel, kernel).nOut(outputs);
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(5)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static MultiLayerNetwork layers(CNN2DFormat format) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            settings()
                .list()
                .layer(convolution(3, 4).dataFormat(format).name("first").build())
                .layer(new SubsamplingLayer.Builder().dataFormat(format).build())
                .layer(
                    convolution(2, 6)
                        .dataFormat(format)
                        .convolutionMode(ConvolutionMode.Same)
                        .hasBias(false)
                        .stride(2, 1)
                        .dropOut(format == CNN2DFormat.NCHW ? new Dropout(0.8) : null) // DL4J fails
                        .build())
                .layer(
                    new DepthwiseConvolution2D.Builder(2, 3)
                        .dataFormat(format)
                        .depthMultiplier(2)
                        .build())
                .layer(output())
                .setInputType(InputType.convolutional(11, 11, 3, format))
                .build());
    network.init();
    return network;
  }

  private static LayerTrace.Convolved convolved(LayerTrace trace) {
    return assertInstanceOf(LayerTrace.Convolved.class, trace, trace.toString());
  }

  /** The only part of a layer that is one convolution. */
  private static LayerTrace.Part part(LayerTrace trace) {
    assertEquals(1, convolved(trace).parts().size());
    return convolved(trace).parts().get(0);
  }

  private static Convolution<INDArray> convolution(LayerTrace.Part part) {
    return Nd4jConvolution.of(part.problem());
  }

  /** That the operands are those of the pass shows in what comes of them. */
  private static void assertGradient(INDArray gradient, LayerTrace trace) {
    LayerTrace.Part part = part(trace);
    INDArray found =
        convolution(part).filterGradient(part.data().input(), part.data().outputGradient());
    INDArray expected =
        trace.type().startsWith("Depthwise")
            ? gradient.permute(2, 3, 0, 1).dup('c').reshape('c', found.shape())
            : gradient;
    double scale = expected.amaxNumber().doubleValue();
    assertTrue(scale > 0, "a gradient without anything in it");
    assertEquals(0, found.sub(expected).amaxNumber().doubleValue(), 1e-12 * scale, trace.name());
  }

  @ParameterizedTest
  @EnumSource(CNN2DFormat.class)
  void the_operands_of_a_MultiLayerNetwork_give_its_own_gradients(CNN2DFormat format)
      throws IOException {
    SavedNetwork network = saved(layers(format));
    List<long[]> shapes = NetworkTrace.inputShapes(network, List.of(), 2);
    INDArray[] inputs = NetworkTrace.randomInputs(network, shapes, 1);
    OpExecutioner before = Nd4j.getExecutioner();
    NetworkTrace.Outcome outcome = NetworkTrace.run(network, inputs, 7);
    assertSame(before, Nd4j.getExecutioner());
    assertNull(outcome.gradientProblem());
    assertEquals(5, outcome.layers().size());
    assertEquals("first", outcome.layers().get(0).name());
    assertInstanceOf(LayerTrace.Other.class, outcome.layers().get(1));
    assertEquals("layer2", outcome.layers().get(2).name());
    assertNull(part(outcome.layers().get(2)).data().bias());
    MultiLayerNetwork model = (MultiLayerNetwork) network.model();
    for (int layer : List.of(0, 2, 3)) {
      assertGradient(model.gradient().getGradientFor(layer + "_W"), outcome.layers().get(layer));
    }
    assertFalse(
        ((org.deeplearning4j.nn.layers.convolution.ConvolutionLayer) model.getLayer(0)).getHelper()
            instanceof RecordingHelper);
  }

  @Test
  void dropout_is_in_the_input_that_is_kept() throws IOException {
    SavedNetwork network = saved(layers(CNN2DFormat.NCHW));
    INDArray[] inputs =
        NetworkTrace.randomInputs(network, NetworkTrace.inputShapes(network, List.of(), 2), 1);
    INDArray dropped = part(NetworkTrace.run(network, inputs, 7).layers().get(2)).data().input();
    assertTrue(dropped.eq(0).castTo(DataType.INT32).sumNumber().intValue() > 0);
    INDArray untouched = part(NetworkTrace.run(network, inputs, 7).layers().get(0)).data().input();
    assertEquals(inputs[0], untouched);
  }

  private static ComputationGraph graph() {
    ComputationGraph graph =
        new ComputationGraph(
            settings()
                .graphBuilder()
                .addInputs("picture")
                .addLayer(
                    "a", convolution(3, 3).convolutionMode(ConvolutionMode.Same).build(), "picture")
                .addLayer("b", convolution(1, 2).build(), "a")
                .addLayer("pool", new GlobalPoolingLayer(), "b")
                .addLayer("out", output(), "pool")
                .setOutputs("out")
                .setInputTypes(InputType.convolutional(6, 7, 2))
                .build());
    graph.init();
    return graph;
  }

  @Test
  void the_operands_of_a_ComputationGraph_give_its_own_gradients() throws IOException {
    SavedNetwork network = saved(graph());
    INDArray[] inputs =
        NetworkTrace.randomInputs(
            network, NetworkTrace.inputShapes(network, List.of(new long[] {2, 6, 7}), 3), 1);
    NetworkTrace.Outcome outcome = NetworkTrace.run(network, inputs, 7);
    assertEquals(
        List.of("a", "b", "pool", "out"), outcome.layers().stream().map(LayerTrace::name).toList());
    ComputationGraph model = (ComputationGraph) network.model();
    assertGradient(model.gradient().getGradientFor("a_W"), outcome.layers().get(0));
    assertGradient(model.gradient().getGradientFor("b_W"), outcome.layers().get(1));
  }

  @Test
  void parameters_stay_as_they_are() throws IOException {
    SavedNetwork network = saved(layers(CNN2DFormat.NCHW));
    INDArray before = network.model().params().dup();
    INDArray[] inputs =
        NetworkTrace.randomInputs(network, NetworkTrace.inputShapes(network, List.of(), 1), 1);
    NetworkTrace.run(network, inputs, 7);
    assertEquals(before, network.model().params());
  }

  @Test
  void a_frozen_layer_is_run_forward_only() throws IOException {
    MultiLayerNetwork frozen =
        new TransferLearning.Builder(layers(CNN2DFormat.NCHW)).setFeatureExtractor(1).build();
    SavedNetwork network = saved(frozen);
    INDArray[] inputs =
        NetworkTrace.randomInputs(network, NetworkTrace.inputShapes(network, List.of(), 1), 1);
    NetworkTrace.Outcome outcome = NetworkTrace.run(network, inputs, 7);
    assertEquals(inputs[0], part(outcome.layers().get(0)).data().input());
    assertNull(part(outcome.layers().get(0)).data().outputGradient());
    assertNotNull(part(outcome.layers().get(2)).data().outputGradient());
  }

  @Test
  void a_network_without_a_loss_runs_backward_from_random_gradients() throws IOException {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            settings()
                .list()
                .layer(convolution(3, 2).build())
                .layer(new ActivationLayer(Activation.RELU))
                .setInputType(InputType.convolutional(5, 5, 1))
                .build());
    network.init();
    SavedNetwork saved = saved(network);
    INDArray[] inputs =
        NetworkTrace.randomInputs(
            saved, NetworkTrace.inputShapes(saved, List.of(new long[] {1, 5, 5}), 2), 1);
    NetworkTrace.Outcome outcome = NetworkTrace.run(saved, inputs, 7);
    assertNull(outcome.gradientProblem());
    assertNotNull(part(outcome.layers().get(0)).data().outputGradient());
  }

  @Test
  void a_loss_over_pixels_runs_backward_too() throws IOException {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            settings()
                .list()
                .layer(convolution(1, 1).build())
                .layer(
                    new CnnLossLayer.Builder(LossFunction.XENT)
                        .activation(Activation.SIGMOID)
                        .build())
                .setInputType(InputType.convolutional(5, 5, 1))
                .build());
    network.init();
    SavedNetwork saved = saved(network);
    INDArray[] inputs =
        NetworkTrace.randomInputs(
            saved, NetworkTrace.inputShapes(saved, List.of(new long[] {1, 5, 5}), 2), 1);
    assertNull(NetworkTrace.run(saved, inputs, 7).gradientProblem());
  }

  @Test
  void the_size_of_pictures_follows_from_a_flattened_layer() throws IOException {
    SavedNetwork network = saved(layers(CNN2DFormat.NHWC));
    assertArrayEquals(
        new long[] {4, 11, 11, 3}, NetworkTrace.inputShapes(network, List.of(), 4).get(0));
  }

  @Test
  void flat_pictures_have_the_size_that_was_configured() throws IOException {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            settings()
                .list()
                .layer(convolution(5, 2).build())
                .layer(new DenseLayer.Builder().nOut(3).build())
                .layer(output())
                .setInputType(InputType.convolutionalFlat(28, 28, 1))
                .build());
    network.init();
    SavedNetwork saved = saved(network);
    List<long[]> shapes = NetworkTrace.inputShapes(saved, List.of(), 2);
    assertArrayEquals(new long[] {2, 784}, shapes.get(0));
    NetworkTrace.Outcome outcome =
        NetworkTrace.run(saved, NetworkTrace.randomInputs(saved, shapes, 1), 7);
    assertEquals("n2_c1h28w28_k2r5s5_f64", part(outcome.layers().get(0)).problem().toString());
  }

  @Test
  void a_size_that_the_file_does_not_tell_is_asked_for() throws IOException {
    SavedNetwork network = saved(graph());
    String message =
        assertThrows(
                UnusableNetworkException.class,
                () -> NetworkTrace.inputShapes(network, List.of(), 1))
            .getMessage();
    assertEquals(
        "the network's file does not tell the size of its pictures: give it, for instance"
            + " --input-shape 2,224,224",
        message);
  }

  @Test
  void an_input_that_does_not_fit_is_refused() throws IOException {
    SavedNetwork network = saved(graph());
    assertEquals(
        "an input of shape [4, 6, 7] does not fit: the network takes pictures of 2 channels,"
            + " [2, height, width] for one",
        assertThrows(
                UnusableNetworkException.class,
                () -> NetworkTrace.checkInputs(network, List.of(new long[] {1, 4, 6, 7})))
            .getMessage());
    INDArray small = Nd4j.rand(DataType.DOUBLE, 1, 1, 2, 2);
    MultiLayerNetwork large =
        new MultiLayerNetwork(settings().list().layer(convolution(3, 2).nIn(1).build()).build());
    large.init();
    String refusal =
        assertThrows(
                UnusableNetworkException.class,
                () -> NetworkTrace.run(saved(large), new INDArray[] {small}, 1))
            .getMessage();
    assertTrue(refusal.startsWith("the network refuses an input of shape [1, 1, 2, 2]: "), refusal);
  }

  @Test
  void given_labels_are_what_gradients_come_from() throws IOException {
    SavedNetwork network = pictures(convolution(3, 3).build());
    MultiLayerNetwork original = ((MultiLayerNetwork) network.model()).clone();
    INDArray[] inputs = NetworkTrace.randomInputs(network, List.of(new long[] {2, 3, 6, 7}), 1);
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, original.output(inputs[0]).shape());
    labels.putScalar(0, 0, 1).putScalar(1, 1, 1);
    NetworkTrace.Outcome outcome =
        NetworkTrace.run(network, inputs, new INDArray[] {labels.dup()}, 7);
    assertNull(outcome.gradientProblem());
    MultiLayerNetwork traced = (MultiLayerNetwork) network.model();
    assertGradient(traced.gradient().getGradientFor("0_W"), outcome.layers().get(0));
    original.setInput(inputs[0]);
    original.setLabels(labels);
    original.computeGradientAndScore();
    assertEquals(original.score(), traced.score(), 1e-12 * original.score());
  }

  @Test
  void labels_that_do_not_fit_are_refused() throws IOException {
    SavedNetwork network = saved(layers(CNN2DFormat.NCHW));
    INDArray[] inputs =
        NetworkTrace.randomInputs(network, NetworkTrace.inputShapes(network, List.of(), 2), 1);
    INDArray wrong = Nd4j.zeros(DataType.DOUBLE, 2, 99);
    String refusal =
        assertThrows(
                UnusableNetworkException.class,
                () -> NetworkTrace.run(network, inputs, new INDArray[] {wrong}, 7))
            .getMessage();
    assertTrue(
        refusal.startsWith(
            "labels of shape [2, 99] do not fit: the network's output has shape [2,"),
        refusal);
    String number =
        assertThrows(
                UnusableNetworkException.class,
                () -> NetworkTrace.run(network, inputs, new INDArray[] {wrong, wrong}, 7))
            .getMessage();
    assertEquals("the network has 1 output, and labels for 2 were given", number);
  }

  @Test
  void inputs_with_other_numbers_of_examples_are_refused() throws IOException {
    SavedNetwork network = saved(twoInputs());
    NetworkTrace.checkInputs(network, List.of(new long[] {4, 2, 5, 5}, new long[] {4, 1, 7, 7}));
    assertEquals(
        "the inputs have 4 and 3 examples",
        assertThrows(
                UnusableNetworkException.class,
                () ->
                    NetworkTrace.checkInputs(
                        network, List.of(new long[] {4, 2, 5, 5}, new long[] {3, 1, 7, 7})))
            .getMessage());
  }

  private static INDArray filterGradient(LayerTrace.Part part) {
    return convolution(part).filterGradient(part.data().input(), part.data().outputGradient());
  }

  private static void assertSameNumbers(INDArray expected, INDArray actual) {
    double scale = expected.amaxNumber().doubleValue();
    assertTrue(scale > 0, "a gradient without anything in it");
    assertEquals(
        0,
        actual.sub(expected.reshape('c', actual.shape())).amaxNumber().doubleValue(),
        1e-12 * scale);
  }

  /** The first layer, run as part of a small network; its gradients are the network's. */
  private LayerTrace.Convolved first(SavedNetwork network, long... example) {
    NetworkTrace.Outcome outcome =
        NetworkTrace.run(
            network,
            NetworkTrace.randomInputs(
                network, NetworkTrace.inputShapes(network, List.of(example), 2), 1),
            7);
    assertNull(outcome.gradientProblem());
    return convolved(outcome.layers().get(0));
  }

  private SavedNetwork pictures(Layer layer) throws IOException {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            settings()
                .list()
                .layer(layer)
                .layer(new GlobalPoolingLayer())
                .layer(output())
                .setInputType(InputType.convolutional(6, 7, 3))
                .build());
    network.init();
    return saved(network);
  }

  /** The gradients of the recorded op's inputs. */
  private static INDArray[] executedAgain(LayerTrace.Convolved layer) {
    List<INDArray> inputs = new ArrayList<>(layer.op().inputs());
    boolean separable = layer.op().name().equals("sconv2d");
    inputs.add(separable ? 1 : inputs.size(), layer.op().outputGradient());
    return Nd4j.exec(
        DynamicCustomOp.builder(layer.op().name() + "_bp")
            .addInputs(inputs.toArray(INDArray[]::new))
            .addIntegerArguments(
                layer.op().arguments().stream().mapToInt(Math::toIntExact).toArray())
            .build());
  }

  @Test
  void a_separable_convolution_is_two() throws IOException {
    SavedNetwork network =
        pictures(
            new SeparableConvolution2D.Builder(3, 2)
                .depthMultiplier(2)
                .convolutionMode(ConvolutionMode.Same)
                .nOut(4)
                .build());
    LayerTrace.Convolved layer = first(network, 3, 6, 7);
    assertEquals(
        List.of(OpConvolutions.Role.DEPTHWISE, OpConvolutions.Role.POINTWISE),
        layer.parts().stream().map(LayerTrace.Part::role).toList());
    assertEquals(
        List.of("n2_c3h6w7_k6r3s2_g3_same_nobias_f64", "n2_c6h6w7_k4r1s1_f64"),
        layer.parts().stream().map(part -> part.problem().toString()).toList());
    Gradient gradient = network.model().gradient();
    INDArray depthwise = gradient.getGradientFor("0_W").permute(1, 0, 2, 3).dup('c');
    assertSameNumbers(depthwise, filterGradient(layer.parts().get(0)));
    assertSameNumbers(gradient.getGradientFor("0_pW"), filterGradient(layer.parts().get(1)));
    assertEquals("sconv2d", layer.op().name());
    INDArray[] again = executedAgain(layer);
    assertSameNumbers(gradient.getGradientFor("0_pW").permute(2, 3, 1, 0).dup('c'), again[2]);
    assertSameNumbers(gradient.getGradientFor("0_b"), again[3]);
  }

  @Test
  void a_transposed_convolution_is_the_one_that_leads_the_other_way() throws IOException {
    SavedNetwork network = pictures(new Deconvolution2D.Builder(3, 2).stride(2, 1).nOut(4).build());
    LayerTrace.Convolved layer = first(network, 3, 6, 7);
    LayerTrace.Part part = part(layer);
    assertEquals(OpConvolutions.Role.TRANSPOSED, part.role());
    assertEquals("n2_c4h13w8_k3r3s2_sh2sw1_nobias_f64", part.problem().toString());
    INDArray gradient = network.model().gradient().getGradientFor("0_W");
    assertSameNumbers(gradient, filterGradient(part));
    assertEquals("deconv2d", layer.op().name());
    assertArrayEquals(new long[] {2, 4, 13, 8}, layer.op().outputShape());
    INDArray[] again = executedAgain(layer);
    assertSameNumbers(gradient.permute(2, 3, 1, 0).dup('c'), again[1]);
    assertSameNumbers(network.model().gradient().getGradientFor("0_b"), again[2]);
  }

  @Test
  void a_layer_that_DL4J_computes_itself_is_no_op() throws IOException {
    assertNull(first(pictures(convolution(3, 3).build()), 3, 6, 7).op());
  }

  @Test
  void without_a_gradient_the_input_of_a_transposed_convolution_is_unknown() throws IOException {
    MultiLayerNetwork whole =
        (MultiLayerNetwork) pictures(new Deconvolution2D.Builder(2, 2).nOut(4).build()).model();
    SavedNetwork frozen = saved(new TransferLearning.Builder(whole).setFeatureExtractor(0).build());
    LayerTrace.Part part = part(first(frozen, 3, 6, 7));
    assertNull(part.data().input());
    assertArrayEquals(new long[] {2, 3, 6, 7}, part.data().outputGradient().shape());
  }

  @ParameterizedTest
  @EnumSource(
      value = ConvolutionMode.class,
      names = {"Same", "Truncate", "Causal"})
  void a_one_dimensional_convolution_is_one_of_height_1(ConvolutionMode mode) throws IOException {
    MultiLayerNetwork model =
        new MultiLayerNetwork(
            settings()
                .list()
                .layer(new Convolution1DLayer.Builder(3).nOut(2).convolutionMode(mode).build())
                .layer(
                    new RnnOutputLayer.Builder(LossFunction.MSE)
                        .activation(Activation.IDENTITY)
                        .nOut(2)
                        .build())
                .setInputType(InputType.recurrent(4, 9))
                .build());
    model.init();
    SavedNetwork network = saved(model);
    LayerTrace.Convolved layer = first(network, 4, 9);
    LayerTrace.Part part = part(layer);
    String padding =
        switch (mode) {
          case Same -> "_same";
          case Causal -> "_pt0pb0pl2pr0";
          default -> "";
        };
    assertEquals("n2_c4h1w9_k2r1s3" + padding + "_f64", part.problem().toString());
    // DL4J calls the shape [outputs, inputs, kernel, 1]; in memory it is [kernel, inputs, outputs].
    INDArray gradient = network.model().gradient().getGradientFor("0_W").dup('c');
    assertSameNumbers(
        gradient.reshape('c', 3, 4, 2).permute(2, 1, 0).dup('c'), filterGradient(part));
    assertEquals("conv1d", layer.op().name());
    assertSameNumbers(gradient.reshape('c', 3, 4, 2), executedAgain(layer)[1]);
  }

  private static ComputationGraph twoInputs() {
    ComputationGraph graph =
        new ComputationGraph(
            settings()
                .graphBuilder()
                .addInputs("small", "large")
                .addLayer("a", convolution(3, 3).stride(1, 1).build(), "small")
                .addLayer("b", convolution(3, 2).stride(2, 2).build(), "large")
                .addVertex("both", new MergeVertex(), "a", "b")
                .addLayer("pool", new GlobalPoolingLayer(), "both")
                .addLayer("out", output(), "pool")
                .setOutputs("out")
                .setInputTypes(InputType.convolutional(5, 5, 2), InputType.convolutional(7, 7, 1))
                .build());
    graph.init();
    return graph;
  }

  @Test
  void each_of_several_inputs_may_have_its_own_shape() throws IOException {
    SavedNetwork network = saved(twoInputs());
    List<long[]> shapes =
        NetworkTrace.inputShapes(network, List.of(new long[] {2, 5, 5}, new long[] {1, 7, 7}), 3);
    NetworkTrace.Outcome outcome =
        NetworkTrace.run(network, NetworkTrace.randomInputs(network, shapes, 1), 7);
    assertEquals("n3_c2h5w5_k3r3s3_f64", part(outcome.layers().get(0)).problem().toString());
    assertEquals("n3_c1h7w7_k2r3s3_sh2sw2_f64", part(outcome.layers().get(1)).problem().toString());
  }

  @Test
  void as_many_shapes_as_inputs_are_asked_for() throws IOException {
    SavedNetwork network = saved(twoInputs());
    assertEquals(
        "the network has 2 inputs (small, large), and 1 was given",
        assertThrows(
                UnusableNetworkException.class,
                () -> NetworkTrace.inputShapes(network, List.of(new long[] {2, 5, 5}), 1))
            .getMessage());
    assertEquals(
        "the network's file does not tell the size of its pictures: give it, for instance"
            + " --input-shape 2,224,224 --input-shape 1,224,224",
        assertThrows(
                UnusableNetworkException.class,
                () -> NetworkTrace.inputShapes(network, List.of(), 1))
            .getMessage());
  }
}
