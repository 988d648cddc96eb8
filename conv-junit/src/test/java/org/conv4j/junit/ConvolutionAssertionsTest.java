package org.conv4j.junit;

import static org.conv4j.junit.ConvolutionAssertions.assertConvolutions;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.conv4j.Tensor;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@DisplayName("The assertion about the convolutions of a network")
class ConvolutionAssertionsTest {

  private static MultiLayerNetwork network(DataType type, CNN2DFormat format, Layer... layers) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .seed(7)
            .dataType(type)
            .activation(Activation.RELU)
            .convolutionMode(ConvolutionMode.Truncate)
            .dropOut(0.5)
            .list();
    for (Layer layer : layers) {
      list.layer(layer);
    }
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            list.layer(new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.convolutional(9, 8, 2, format))
                .build());
    network.init();
    return network;
  }

  private static INDArray images(DataType type, CNN2DFormat format) {
    Nd4j.getRandom().setSeed(3);
    return format == CNN2DFormat.NCHW ? Nd4j.rand(type, 2, 2, 9, 8) : Nd4j.rand(type, 2, 9, 8, 2);
  }

  private static INDArray images() {
    return images(DataType.FLOAT, CNN2DFormat.NCHW);
  }

  private static Layer convolution(String name) {
    return new ConvolutionLayer.Builder(3, 3).name(name).nOut(4).padding(1, 1).build();
  }

  private static MultiLayerNetwork wrong() {
    return network(
        DataType.FLOAT,
        CNN2DFormat.NCHW,
        convolution("first"),
        new ShiftedConvolution(new ConvolutionLayer.Builder(3, 2).name("second").nOut(3)));
  }

  @ParameterizedTest(name = "holds for DL4J''s own layers in {0}")
  @EnumSource(CNN2DFormat.class)
  void holdsForStockLayers(CNN2DFormat format) {
    for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
      assertConvolutions(
          network(
              type,
              format,
              new ConvolutionLayer.Builder(3, 3)
                  .nOut(4)
                  .convolutionMode(ConvolutionMode.Same)
                  .dataFormat(format)
                  .build(),
              new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build(),
              new ConvolutionLayer.Builder(2, 1)
                  .stride(1, 2)
                  .nOut(3)
                  .hasBias(false)
                  .dataFormat(format)
                  .build()),
          images(type, format));
    }
  }

  @Test
  @DisplayName("holds for depthwise and frozen layers")
  void holdsForWrappedLayers() {
    assertConvolutions(
        network(
            DataType.FLOAT,
            CNN2DFormat.NCHW,
            new DepthwiseConvolution2D.Builder(3, 3).depthMultiplier(2).nOut(4).build(),
            new FrozenLayer.Builder().layer(convolution("frozen")).build()),
        images());
  }

  @Test
  @DisplayName("names layer, element, numbers, bound and command where one is wrong")
  void namesWhatIsWrong() {
    AssertionError error =
        assertThrows(AssertionError.class, () -> assertConvolutions(wrong(), images()));
    String message = error.getMessage();
    assertTrue(message.startsWith("2 of 16 results are wrong, of layer 'second' ("), message);
    for (String part :
        List.of(
            "org.conv4j.junit.ShiftedConvolution$Implementation), forward, integers",
            "problem   n2_c4h9w8_k3r3s2",
            "element   [1, 2, 6, 6] of [2, 3, 7, 7] (batch, channels, height, width)",
            "expected  ",
            "actual    ",
            "0x1.",
            "bound     equal: sums of these integers are exact in any order",
            "forward, the network's own numbers",
            "bound     |error| <= 10.00 * u * gauge, with n = 25 terms and u = 2^-24; found ",
            "./conv4j report --frameworks all --case n2_c4h9w8_k3r3s2/integer/1 --direction forward")) {
      assertTrue(message.contains(part), () -> "'" + part + "' is not in:\n" + message);
    }
  }

  @Test
  @DisplayName("leaves the network as it was")
  void leavesTheNetworkAlone() {
    MultiLayerNetwork network = wrong();
    INDArray parameters = network.params().dup();
    INDArray before = network.output(images());
    assertThrows(AssertionError.class, () -> assertConvolutions(network, images()));
    assertEquals(parameters, network.params());
    assertEquals(before, network.output(images()));
  }

  @Test
  @DisplayName("finds the wrong layer in a graph, too")
  void findsTheWrongLayerInAGraph() {
    ComputationGraph graph = wrong().toComputationGraph();
    AssertionError error =
        assertThrows(AssertionError.class, () -> assertConvolutions(graph, images()));
    assertTrue(error.getMessage().contains("of layer '1' ("), error.getMessage());
  }

  @Test
  @DisplayName("refuses a network in which there is nothing to check")
  void refusesToProveNothing() {
    MultiLayerNetwork dense =
        network(DataType.FLOAT, CNN2DFormat.NCHW, new DenseLayer.Builder().nOut(4).build());
    assertEquals(
        "the network has no convolution layer: there is nothing to check",
        assertThrows(IllegalArgumentException.class, () -> assertConvolutions(dense, images()))
            .getMessage());

    MultiLayerNetwork oneDimension =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new Convolution1DLayer.Builder(2).name("line").nIn(3).nOut(2).build())
                .layer(
                    new org.deeplearning4j.nn.conf.layers.RnnOutputLayer.Builder()
                        .nIn(2)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    oneDimension.init();
    assertEquals(
        "the network has no convolution that can be checked: layer 'line' (Convolution1DLayer):"
            + " a convolution in one dimension",
        assertThrows(
                IllegalArgumentException.class,
                () -> assertConvolutions(oneDimension, Nd4j.rand(DataType.FLOAT, 1, 3, 5)))
            .getMessage());
  }

  @Test
  @DisplayName("is one test for each result, too, of which the wrong ones fail")
  void isATestForEachResult() {
    List<DynamicTest> tests = ConvolutionTests.of(wrong(), images()).toList();
    assertEquals(16, tests.size());
    List<String> failed =
        tests.stream().filter(test -> !passes(test)).map(DynamicTest::getDisplayName).toList();
    assertEquals(2, failed.size());
    assertTrue(failed.stream().allMatch(name -> name.contains("'second'")), failed::toString);
  }

  private static boolean passes(DynamicTest test) {
    try {
      test.getExecutable().execute();
      return true;
    } catch (AssertionError wrong) {
      return false;
    } catch (Throwable broken) {
      throw new IllegalStateException(broken);
    }
  }

  @Test
  @DisplayName("checks problems on any implementation of the interface")
  void checksProblems() {
    assertConvolutions(
        problem -> new OnTensors(problem, result -> result),
        "n2_c3h6w5_k4r3s2_sh2sw1_same",
        "n1_c4h5w5_k4r3s3_g4_f64");
    AssertionError error =
        assertThrows(
            AssertionError.class,
            () ->
                assertConvolutions(
                    problem -> new OnTensors(problem, ConvolutionAssertionsTest::doubled),
                    "n2_c3h6w5_k4r3s2_nobias"));
    assertTrue(error.getMessage().startsWith("2 of 6 results are wrong"), error.getMessage());
    assertTrue(
        error.getMessage().contains("OnTensors, input-gradient, integers"), error.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> assertConvolutions(problem -> new OnTensors(problem, result -> result)));
  }

  private static Tensor doubled(Tensor result) {
    Arrays.setAll(result.values(), i -> 2 * result.values()[i]);
    return result;
  }

  @Test
  @DisplayName("checks problems on DL4J's layers, where it has one for them")
  void checksProblemsOnLayers() {
    assertConvolutions("n2_c3h6w5_k4r3s2_same", "n1_c4h5w5_k8r3s3_g4_nhwc");
    assertThrows(IllegalArgumentException.class, () -> assertConvolutions());
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> assertConvolutions("n1_c4h5w5_k4r3s3_g2"));
    assertTrue(refusal.getMessage().contains("have no groups"), refusal.getMessage());
  }

  @Test
  @DisplayName("finds what stock DL4J is known to get wrong")
  void findsAKnownBug() {
    AssertionError error =
        assertThrows(
            AssertionError.class, () -> assertConvolutions("n1_c2h6w6_k2r1s1_sh3sw3_same"));
    assertTrue(
        error.getMessage().contains("gave no result: ")
            && error.getMessage().contains("Invalid padding values"),
        error.getMessage());
  }
}
