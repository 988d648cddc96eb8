package org.conv4j.nd4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.conv4j.nd4j.WithoutDoors;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.zoo.ZooModel;
import org.deeplearning4j.zoo.model.Darknet19;
import org.deeplearning4j.zoo.model.ResNet50;
import org.deeplearning4j.zoo.model.SqueezeNet;
import org.deeplearning4j.zoo.model.UNet;
import org.deeplearning4j.zoo.model.VGG16;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;

@DisplayName(
    "A network of DL4J's zoo gives the same outputs, gradients and parameters, layer by layer:")
class ZooTest {

  private static final int BATCH = 2;
  private static final int CLASSES = 5;

  /**
   * A network and the size of the images it is given, as small as it takes. The updater is a linear
   * one: those that divide by the size of a gradient make large steps of rounding errors where the
   * gradient is 0, as that of a bias before a batch normalisation.
   */
  enum Zoo {
    SQUEEZENET(48, 26, DataType.DOUBLE) {
      @Override
      ZooModel<?> model(int[] shape) {
        return SqueezeNet.builder()
            .seed(1)
            .numClasses(CLASSES)
            .inputShape(shape)
            .updater(updater())
            .build();
      }
    },
    RESNET50(96, 53, DataType.DOUBLE) {
      @Override
      ZooModel<?> model(int[] shape) {
        return ResNet50.builder()
            .seed(1)
            .numClasses(CLASSES)
            .inputShape(shape)
            .updater(updater())
            .build();
      }
    },
    DARKNET19(64, 19, DataType.DOUBLE) {
      @Override
      ZooModel<?> model(int[] shape) {
        return Darknet19.builder()
            .seed(1)
            .numClasses(CLASSES)
            .inputShape(shape)
            .updater(updater())
            .build();
      }
    },
    UNET(32, 24, DataType.DOUBLE) {
      @Override
      ZooModel<?> model(int[] shape) {
        return UNet.builder().seed(1).numClasses(1).inputShape(shape).updater(updater()).build();
      }
    },
    /** In float32: in float64 its dense layers do not fit the memory of a test. */
    VGG16_NET(32, 13, DataType.FLOAT) {
      @Override
      ZooModel<?> model(int[] shape) {
        return VGG16
            .builder()
            .seed(1)
            .numClasses(CLASSES)
            .inputShape(shape)
            .updater(updater())
            .build();
      }
    };

    private final int size;
    private final int convolutions;
    private final DataType type;

    Zoo(int size, int convolutions, DataType type) {
      this.size = size;
      this.convolutions = convolutions;
      this.type = type;
    }

    abstract ZooModel<?> model(int[] shape);

    ComputationGraph graph() {
      ComputationGraph graph = (ComputationGraph) model(new int[] {3, size, size}).init();
      return type == DataType.FLOAT ? graph : graph.convertDataType(type);
    }

    DataSet data() {
      SplittableRandom random = new SplittableRandom(3);
      INDArray images =
          Nd4j.createFromArray(random.doubles((long) BATCH * 3 * size * size, -1, 1).toArray())
              .reshape('c', new long[] {BATCH, 3, size, size});
      if (this == UNET) {
        INDArray mask =
            images.slice(0, 1).gt(0).castTo(type).reshape('c', new long[] {BATCH, 1, size, size});
        return new DataSet(images.castTo(type), mask);
      }
      INDArray labels = Nd4j.zeros(type, BATCH, CLASSES);
      for (int n = 0; n < BATCH; n++) {
        labels.putScalar(n, n + 1, 1);
      }
      return new DataSet(images.castTo(type), labels);
    }

    double tolerance() {
      return type == DataType.FLOAT ? 1e-4 : 1e-9;
    }
  }

  private static Nesterovs updater() {
    return new Nesterovs(1e-3, 0.9);
  }

  @Test
  @DisplayName("SQUEEZENET")
  void aSmallOne() {
    isTheSame(Zoo.SQUEEZENET);
  }

  @ParameterizedTest(name = "{0}")
  @Tag("exhaustive")
  @EnumSource(value = Zoo.class, mode = EnumSource.Mode.EXCLUDE, names = "SQUEEZENET")
  void isTheSame(Zoo zoo) {
    DataSet data = zoo.data();
    ComputationGraph stock = WithoutDoors.layers(zoo::graph);
    Iteration expected = Iteration.of(stock, data);
    stock.close();
    ComputationGraph ours = zoo.graph();
    assertEquals(zoo.convolutions, helped(ours));

    Iteration actual = Iteration.of(ours, data);

    assertClose("output", expected.outputs(), actual.outputs(), zoo.tolerance());
    assertClose("gradient", expected.gradients(), actual.gradients(), zoo.tolerance());
    assertClose("parameter", expected.parameters(), actual.parameters(), zoo.tolerance());
  }

  private static int helped(ComputationGraph graph) {
    int helped = 0;
    for (Layer layer : graph.getLayers()) {
      if (layer.getClass() == ConvolutionLayer.class) {
        assertInstanceOf(ConvolutionLayerHelper.class, layer.getHelper());
        helped++;
      }
      if (layer.getClass() == BatchNormalization.class) {
        assertInstanceOf(NormalizationLayerHelper.class, layer.getHelper());
      }
    }
    return helped;
  }

  /** What one iteration leaves, by layer or parameter. */
  record Iteration(
      Map<String, INDArray> outputs,
      Map<String, INDArray> gradients,
      Map<String, INDArray> parameters) {

    static Iteration of(ComputationGraph graph, DataSet data) {
      Map<String, INDArray> outputs =
          withTheSameDropout(() -> graph.feedForward(data.getFeatures(), true));
      Map<String, INDArray> gradients =
          withTheSameDropout(
              () -> {
                graph.setInputs(data.getFeatures());
                graph.setLabels(data.getLabels());
                graph.computeGradientAndScore();
                return copies(graph.gradient().gradientForVariable());
              });
      return withTheSameDropout(
          () -> {
            graph.fit(data);
            return new Iteration(copies(outputs), gradients, copies(graph.paramTable()));
          });
    }

    private static <T> T withTheSameDropout(Supplier<T> work) {
      Nd4j.getRandom().setSeed(17);
      return work.get();
    }

    private static Map<String, INDArray> copies(Map<String, INDArray> arrays) {
      Map<String, INDArray> copies = new TreeMap<>();
      arrays.forEach((name, array) -> copies.put(name, array.dup()));
      return copies;
    }
  }

  /** Relative to the layer's own size, or to a thousandth of the largest layer's. */
  private static void assertClose(
      String what, Map<String, INDArray> expected, Map<String, INDArray> actual, double limit) {
    assertEquals(expected.keySet(), actual.keySet());
    double largest = expected.values().stream().mapToDouble(ZooTest::size).max().orElseThrow();
    expected.forEach(
        (name, array) -> {
          double scale = Math.max(size(array), 1e-3 * largest);
          double difference = size(array.sub(actual.get(name))) / scale;
          assertTrue(difference <= limit, what + " of " + name + " differs by " + difference);
        });
  }

  private static double size(INDArray array) {
    return array.amaxNumber().doubleValue();
  }
}
