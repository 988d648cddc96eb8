package org.conv4j.verify.network.child;

import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.zoo.ZooModel;
import org.deeplearning4j.zoo.model.Darknet19;
import org.deeplearning4j.zoo.model.LeNet;
import org.deeplearning4j.zoo.model.ResNet50;
import org.deeplearning4j.zoo.model.VGG16;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;

/**
 * A network of DL4J's model zoo, with random weights and an updater whose first step is in
 * proportion to the gradient. The zoo's own divide by its magnitude: where a gradient is nothing
 * but rounding, as that of a bias before a batch normalization, that makes a large step of noise.
 * In float64 it starts from the float32 numbers that it has in float32.
 */
abstract class ZooNetwork implements TimedNetwork {

  private static final int CLASSES = 1000;
  private static final int SIDE = 224;

  private final Batch batch;

  private ZooNetwork(Batch batch) {
    this.batch = batch;
  }

  static ZooNetwork lenet(DataType type, int batch) {
    LeNet model =
        LeNet.builder().updater(updater()).numClasses(10).inputShape(new int[] {1, 28, 28}).build();
    return of(model, type, Batch.of(type, batch, 1, 28, 10));
  }

  static ZooNetwork resnet50(DataType type, int batch) {
    return of(
        ResNet50.builder()
            .updater(updater())
            .numClasses(CLASSES)
            .inputShape(new int[] {3, SIDE, SIDE})
            .build(),
        type,
        images(type, batch));
  }

  static ZooNetwork vgg16(DataType type, int batch) {
    return of(
        VGG16
            .builder()
            .updater(updater())
            .numClasses(CLASSES)
            .inputShape(new int[] {3, SIDE, SIDE})
            .build(),
        type,
        images(type, batch));
  }

  static ZooNetwork darknet19(DataType type, int batch) {
    return of(
        Darknet19.builder()
            .updater(updater())
            .numClasses(CLASSES)
            .inputShape(new int[] {3, SIDE, SIDE})
            .build(),
        type,
        images(type, batch));
  }

  private static IUpdater updater() {
    return new Nesterovs(0.01, 0.9);
  }

  private static Batch images(DataType type, int batch) {
    return Batch.of(type, batch, 3, SIDE, CLASSES);
  }

  private static ZooNetwork of(ZooModel<?> model, DataType type, Batch batch) {
    Model network = model.init();
    return network instanceof ComputationGraph graph
        ? new Graph(typed(graph, graph.convertDataType(type)), batch)
        : new Sequence(typed(network, ((MultiLayerNetwork) network).convertDataType(type)), batch);
  }

  /** The converted network; the original's memory is given back if it is another one. */
  private static <M extends Model> M typed(Model original, M converted) {
    if (converted != original) {
      original.close();
    }
    return converted;
  }

  /** All layers. */
  abstract Layer[] all();

  final Batch batch() {
    return batch;
  }

  private Stream<ConvolutionLayer> convolutions() {
    return Stream.of(all())
        .filter(ConvolutionLayer.class::isInstance)
        .map(ConvolutionLayer.class::cast);
  }

  @Override
  public int layers() {
    return (int) convolutions().count();
  }

  /**
   * Those that have a helper, as far as it computes them: it may leave them to DL4J. None of the
   * zoo's networks here has layers that are computed by convolution ops.
   */
  @Override
  public int layersTaken() {
    long helped = convolutions().filter(layer -> layer.getHelper() != null).count();
    return Math.toIntExact(Math.min(helped, Doors.passes(this::output)));
  }

  private static final class Graph extends ZooNetwork {
    private final ComputationGraph network;

    Graph(ComputationGraph network, Batch batch) {
      super(batch);
      this.network = network;
    }

    @Override
    Layer[] all() {
      return network.getLayers();
    }

    @Override
    public void fit() {
      network.fit(new INDArray[] {batch().images()}, new INDArray[] {batch().labels()});
    }

    @Override
    public void output() {
      network.outputSingle(batch().images()).close();
    }

    @Override
    public List<INDArray> parameters() {
      return List.of(network.params());
    }
  }

  private static final class Sequence extends ZooNetwork {
    private final MultiLayerNetwork network;

    Sequence(MultiLayerNetwork network, Batch batch) {
      super(batch);
      this.network = network;
    }

    @Override
    Layer[] all() {
      return network.getLayers();
    }

    @Override
    public void fit() {
      network.fit(batch().images(), batch().labels());
    }

    @Override
    public void output() {
      network.output(batch().images()).close();
    }

    @Override
    public List<INDArray> parameters() {
      return List.of(network.params());
    }
  }
}
