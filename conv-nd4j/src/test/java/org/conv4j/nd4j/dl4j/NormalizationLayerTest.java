package org.conv4j.nd4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.conv4j.nd4j.DoorPasses;
import org.conv4j.nd4j.WithoutDoors;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@DisplayName("A batch normalisation layer of DL4J through the door")
class NormalizationLayerTest {

  private static final int CHANNELS = 3;

  /** A layer on its own, and what belongs to it. */
  private static final class Subject {
    private final org.deeplearning4j.nn.layers.normalization.BatchNormalization layer;
    private final INDArray parameters;
    private final INDArray gradients;

    private Subject(BatchNormalization configuration, DataType type) {
      NeuralNetConfiguration whole =
          new NeuralNetConfiguration.Builder().dataType(type).layer(configuration).build();
      long count = whole.getLayer().initializer().numParams(whole);
      parameters = Nd4j.createUninitialized(type, 1, count);
      gradients = Nd4j.zeros(type, 1, count);
      layer =
          (org.deeplearning4j.nn.layers.normalization.BatchNormalization)
              whole.getLayer().instantiate(whole, null, 0, parameters, true, type);
      layer.setBackpropGradientsViewArray(gradients);
      SplittableRandom random = new SplittableRandom(1);
      for (long i = 0; i < count; i++) {
        parameters.putScalar(i, (float) random.nextDouble(0.4, 1.2));
      }
    }

    static Subject ours(BatchNormalization configuration, DataType type) {
      Subject ours = new Subject(configuration, type);
      assertNotNull(ours.layer.getHelper(), "the door is not in use");
      return ours;
    }

    static Subject stock(BatchNormalization configuration, DataType type) {
      return WithoutDoors.layers(() -> new Subject(configuration, type));
    }

    NormalizationLayerHelper helper() {
      return (NormalizationLayerHelper) layer.getHelper();
    }

    INDArray forward(INDArray x, boolean training) {
      return layer.activate(x, training, LayerWorkspaceMgr.noWorkspaces());
    }

    INDArray backward(INDArray gradient) {
      return layer.backpropGradient(gradient, LayerWorkspaceMgr.noWorkspaces()).getSecond();
    }
  }

  private static BatchNormalization.Builder builder() {
    return new BatchNormalization.Builder().nIn(CHANNELS).nOut(CHANNELS).eps(1e-3).decay(0.7);
  }

  private static INDArray array(DataType type, long seed, double mean, long... shape) {
    long length = 1;
    for (long size : shape) {
      length *= size;
    }
    double[] values =
        new SplittableRandom(seed)
            .doubles(length, mean - 1, mean + 1)
            .map(value -> (float) value)
            .toArray();
    return Nd4j.createFromArray(values).reshape(shape).castTo(type);
  }

  private static INDArray images(DataType type, long seed) {
    return array(type, seed, 0.2, 4, CHANNELS, 6, 5);
  }

  static Stream<UnaryOperator<INDArray>> views() {
    return Stream.of(
        array -> array,
        array -> array.dup('f'),
        array -> array.permute(0, 2, 3, 1).dup('c').permute(0, 3, 1, 2),
        NormalizationLayerTest::everySecondColumn);
  }

  private static INDArray everySecondColumn(INDArray array) {
    INDArray wide =
        Nd4j.zeros(
            array.dataType(), array.size(0), array.size(1), array.size(2), 2 * array.size(3));
    INDArray view =
        wide.get(
            org.nd4j.linalg.indexing.NDArrayIndex.all(),
            org.nd4j.linalg.indexing.NDArrayIndex.all(),
            org.nd4j.linalg.indexing.NDArrayIndex.all(),
            org.nd4j.linalg.indexing.NDArrayIndex.interval(0, 2, 2 * array.size(3)));
    view.assign(array);
    return view;
  }

  @ParameterizedTest(name = "takes arrays of any strides ({index})")
  @MethodSource("views")
  void takesViews(UnaryOperator<INDArray> view) {
    Subject ours = Subject.ours(builder().build(), DataType.DOUBLE);
    Subject stock = Subject.stock(builder().build(), DataType.DOUBLE);
    INDArray x = images(DataType.DOUBLE, 1);
    INDArray g = images(DataType.DOUBLE, 2);

    assertClose(stock.forward(x, true), ours.forward(view.apply(x), true), 1e-14);
    assertClose(stock.backward(g), ours.backward(view.apply(g)), 1e-12);
    assertClose(stock.gradients, ours.gradients, 1e-13);
  }

  @Test
  @DisplayName("used for inference between forward and backward pass, gives stock's gradients")
  void isUsedForInferenceBetweenPasses() {
    Subject ours = Subject.ours(builder().build(), DataType.DOUBLE);
    Subject stock = Subject.stock(builder().build(), DataType.DOUBLE);
    INDArray x = images(DataType.DOUBLE, 1);
    INDArray g = images(DataType.DOUBLE, 2);
    for (Subject subject : new Subject[] {stock, ours}) {
      subject.forward(x, true);
      subject.forward(images(DataType.DOUBLE, 3), false);
      subject.forward(x, true);
    }

    assertClose(stock.backward(g), ours.backward(g), 1e-12);
    assertClose(stock.gradients, ours.gradients, 1e-13);
  }

  @ParameterizedTest(name = "and with the running statistics in the forward pass (logarithms: {0})")
  @CsvSource({"true", "false"})
  void goesBackThroughInference(boolean logarithms) {
    BatchNormalization configuration = builder().useLogStd(logarithms).build();
    Subject ours = Subject.ours(configuration, DataType.DOUBLE);
    Subject stock = Subject.stock(configuration, DataType.DOUBLE);
    INDArray x = images(DataType.DOUBLE, 1);
    INDArray g = images(DataType.DOUBLE, 2);
    for (Subject subject : new Subject[] {stock, ours}) {
      subject.forward(images(DataType.DOUBLE, 3), true);
      subject.forward(x, false);
    }

    assertClose(stock.backward(g), ours.backward(g), 1e-12);
    assertClose(stock.gradients, ours.gradients, 1e-13);
  }

  @Test
  @DisplayName("whose input is not that of the forward pass any more, gives stock's gradients")
  void noticesThatItsInputChanged() {
    Subject ours = Subject.ours(builder().build(), DataType.DOUBLE);
    Subject stock = Subject.stock(builder().build(), DataType.DOUBLE);
    INDArray g = images(DataType.DOUBLE, 2);
    for (int iteration = 0; iteration < 2; iteration++) {
      List<INDArray> results = new ArrayList<>();
      for (Subject subject : new Subject[] {stock, ours}) {
        INDArray x = images(DataType.DOUBLE, 1);
        subject.forward(x, true);
        x.addi(images(DataType.DOUBLE, 4));
        results.add(subject.backward(g.dup()));
      }

      assertClose(results.get(0), results.get(1), 1e-12);
      assertClose(stock.gradients, ours.gradients, 1e-13);
    }
  }

  @Test
  @DisplayName("measures an input that came without a forward pass")
  void measuresAnotherInput() {
    Subject ours = Subject.ours(builder().build(), DataType.DOUBLE);
    Subject stock = Subject.stock(builder().build(), DataType.DOUBLE);
    INDArray g = images(DataType.DOUBLE, 2);
    ours.forward(images(DataType.DOUBLE, 5), true);
    ours.backward(g.dup());

    ours.forward(images(DataType.DOUBLE, 5), true);
    ours.layer.setInput(images(DataType.DOUBLE, 6), LayerWorkspaceMgr.noWorkspaces());
    stock.forward(images(DataType.DOUBLE, 6), true);

    assertClose(stock.backward(g.dup()), ours.backward(g.dup()), 1e-12);
    assertClose(stock.gradients, ours.gradients, 1e-13);
  }

  @ParameterizedTest(name = "in float32 is at least as accurate as stock, mean {0}")
  @CsvSource({"0", "3", "200"})
  void isAsAccurateAsStock(double mean) {
    INDArray x = array(DataType.FLOAT, 1, mean, 16, CHANNELS, 40, 40);
    INDArray g = array(DataType.FLOAT, 2, 0.1, 16, CHANNELS, 40, 40);
    BatchNormalization configuration = builder().useLogStd(false).build();
    Subject exact = Subject.stock(configuration, DataType.DOUBLE);
    Subject stock = Subject.stock(configuration, DataType.FLOAT);
    Subject ours = Subject.ours(configuration, DataType.FLOAT);
    List<INDArray> expected = new ArrayList<>();
    for (Subject subject : new Subject[] {exact, stock, ours}) {
      DataType type = subject.parameters.dataType();
      List<INDArray> results =
          List.of(
              subject.forward(x.castTo(type), false).castTo(DataType.DOUBLE),
              subject.forward(x.castTo(type), true).castTo(DataType.DOUBLE),
              subject.backward(g.castTo(type)).castTo(DataType.DOUBLE),
              subject.gradients.castTo(DataType.DOUBLE));
      if (subject == exact) {
        expected.addAll(results);
      } else {
        for (int i = 0; i < results.size(); i++) {
          results.get(i).subi(expected.get(i));
        }
        if (subject == stock) {
          stockErrors = results.stream().mapToDouble(NormalizationLayerTest::size).toArray();
        } else {
          for (int i = 0; i < results.size(); i++) {
            double error = size(results.get(i));
            double rounding = 1e-7 * size(expected.get(i));
            assertTrue(
                error <= stockErrors[i] + rounding,
                "result " + i + ": off by " + error + ", stock by " + stockErrors[i]);
          }
        }
      }
    }
  }

  private double[] stockErrors;

  @Test
  @DisplayName("refuses the wrong number of channels as stock does")
  void refusesWrongChannels() {
    INDArray wrong = array(DataType.DOUBLE, 1, 0, 4, CHANNELS + 1, 6, 5);
    Subject ours = Subject.ours(builder().build(), DataType.DOUBLE);
    Subject stock = Subject.stock(builder().build(), DataType.DOUBLE);

    String expected =
        assertThrows(IllegalArgumentException.class, () -> stock.forward(wrong, true)).getMessage();

    assertEquals(
        expected,
        assertThrows(IllegalArgumentException.class, () -> ours.forward(wrong, true)).getMessage());
    assertTrue(expected.startsWith("input.size(1) does not match"), expected);
  }

  /** What conv4j leaves to DL4J. */
  enum Left {
    HALF_PRECISION(builder().build(), DataType.FLOAT16, 4, CHANNELS, 6, 5),
    LOCKED_MATRIX(builder().lockGammaBeta(true).build(), DataType.DOUBLE, 5, CHANNELS),
    LOCKED_BETA_IGNORED(
        builder().lockGammaBeta(true).beta(0.5).build(), DataType.DOUBLE, 4, CHANNELS, 6, 5),
    LOCKED_GAMMA_IGNORED(
        builder().lockGammaBeta(true).gamma(2).build(), DataType.DOUBLE, 4, CHANNELS, 6, 5);

    private final BatchNormalization configuration;
    private final DataType type;
    private final long[] shape;

    Left(BatchNormalization configuration, DataType type, long... shape) {
      this.configuration = configuration;
      this.type = type;
      this.shape = shape;
    }
  }

  @ParameterizedTest(name = "leaves {0} to DL4J, both passes, to the last bit")
  @EnumSource(Left.class)
  void leavesTheRestAsItWas(Left left) {
    Subject ours = Subject.ours(left.configuration, left.type);
    Subject stock = Subject.stock(left.configuration, left.type);
    INDArray x = array(left.type, 1, 0, left.shape);
    INDArray g = array(left.type, 2, 0, left.shape);
    long before = DoorPasses.computed();

    for (int iteration = 0; iteration < 2; iteration++) {
      assertEquals(stock.forward(x, false), ours.forward(x, false));
      assertEquals(stock.forward(x, true), ours.forward(x, true));
      assertEquals(stock.backward(g.dup()), ours.backward(g.dup()));
      assertEquals(stock.gradients, ours.gradients);
    }

    assertEquals(before, DoorPasses.computed());
  }

  @Test
  @DisplayName("leaves a matrix in a layer of NHWC to DL4J")
  void leavesInterleavedMatrices() {
    BatchNormalization configuration = builder().build();
    configuration.setCnn2DFormat(CNN2DFormat.NHWC);
    Subject ours = Subject.ours(configuration, DataType.DOUBLE);
    Subject stock = Subject.stock(configuration, DataType.DOUBLE);
    INDArray x = array(DataType.DOUBLE, 1, 0, 5, CHANNELS);

    assertEquals(stock.forward(x, true), ours.forward(x, true));
    assertEquals(stock.backward(x.dup()), ours.backward(x.dup()));
  }

  @Test
  @DisplayName("goes on in DL4J after a failure in the forward pass, with one warning")
  void failsForward() {
    Subject ours = Subject.ours(builder().build(), DataType.DOUBLE);
    Subject stock = Subject.stock(builder().build(), DataType.DOUBLE);
    INDArray x = images(DataType.DOUBLE, 1);
    INDArray g = images(DataType.DOUBLE, 2);
    assertClose(stock.forward(x, false), ours.forward(x, false), 1e-14);

    String logged =
        logOf(
            () -> {
              failForward(ours.helper(), x);
              failForward(ours.helper(), x);
              assertEquals(stock.forward(x, true), ours.forward(x, true));
              assertEquals(stock.backward(g.dup()), ours.backward(g.dup()));
              assertEquals(stock.forward(x, true), ours.forward(x, true));
            });

    assertEquals(1, warnings(logged), logged);
    assertEquals(stock.gradients, ours.gradients);
  }

  @ParameterizedTest(name = "and after a failure in the backward pass (training: {0})")
  @CsvSource({"true", "false"})
  void failsBackward(boolean training) {
    Subject ours = Subject.ours(builder().build(), DataType.DOUBLE);
    Subject stock = Subject.stock(builder().build(), DataType.DOUBLE);
    INDArray x = images(DataType.DOUBLE, 1);
    INDArray g = images(DataType.DOUBLE, 2);
    stock.forward(x, training);
    ours.forward(x, training);
    INDArray expected = stock.backward(g.dup());

    String logged =
        logOf(
            () -> {
              failBackward(ours.helper(), x, g);
              assertClose(expected, ours.backward(g.dup()), 1e-12);
            });

    assertEquals(1, warnings(logged), logged);
    assertClose(stock.gradients, ours.gradients, 1e-13);
    assertEquals(stock.forward(x, true), ours.forward(x, true));
    assertEquals(stock.backward(g.dup()), ours.backward(g.dup()));
  }

  /** Without DL4J's workspaces, there is no place for the output. */
  private static void failForward(NormalizationLayerHelper helper, INDArray x) {
    INDArray vector = Nd4j.ones(DataType.DOUBLE, CHANNELS);
    long[] shape = {1, CHANNELS};
    assertNull(
        helper.preOutput(
            x, true, shape, vector, vector, vector, vector, 0.9, 1e-3, CNN2DFormat.NCHW, null));
  }

  /** Nor for the gradient. */
  private static void failBackward(NormalizationLayerHelper helper, INDArray x, INDArray g) {
    INDArray vector = Nd4j.ones(DataType.DOUBLE, CHANNELS);
    long[] shape = {1, CHANNELS};
    assertNull(
        helper.backpropGradient(
            x, g, shape, vector, vector, vector, vector, 1e-3, CNN2DFormat.NCHW, null));
  }

  @Test
  @DisplayName("has no memory of what DL4J computed before conv4j was installed in it")
  void forgetsWhatDl4jLeftBehind() {
    Subject stock = Subject.stock(builder().build(), DataType.DOUBLE);
    Subject ours = Subject.stock(builder().build(), DataType.DOUBLE);
    INDArray x = images(DataType.DOUBLE, 1);
    INDArray g = images(DataType.DOUBLE, 2);
    ours.forward(images(DataType.DOUBLE, 3), false);
    NormalizationLayerHelper helper = new NormalizationLayerHelper();
    LayerHelpers.set(ours.layer, helper);
    stock.forward(x, true);
    ours.forward(x, true);

    failBackward(helper, x, g);
    assertClose(stock.backward(g.dup()), ours.backward(g.dup()), 1e-12);

    LayerHelpers.set(ours.layer, null);
    assertNull(ours.layer.getHelper());
  }

  private static long warnings(String logged) {
    return logged.lines().filter(line -> line.contains("WARN")).count();
  }

  private static String logOf(Runnable work) {
    PrintStream before = System.err;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    try {
      work.run();
    } finally {
      System.setErr(before);
    }
    return written.toString(StandardCharsets.UTF_8);
  }

  private static double size(INDArray array) {
    return array.amaxNumber().doubleValue();
  }

  private static void assertClose(INDArray expected, INDArray actual, double tolerance) {
    double difference = size(expected.sub(actual)) / Math.max(1e-30, size(expected));
    assertTrue(difference <= tolerance, "relative difference " + difference);
  }
}
