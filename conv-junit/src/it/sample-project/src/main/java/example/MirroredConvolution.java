package example;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A layer whose author mirrored the filter, as mathematics does and deep learning does not. */
public final class MirroredConvolution extends ConvolutionLayer {

  private static final long serialVersionUID = 1;

  /** As {@code builder} says. */
  public MirroredConvolution(Builder builder) {
    super(builder);
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    Implementation layer = new Implementation(conf, type);
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(initializer().init(conf, parameters, initialize));
    layer.setConf(conf);
    return layer;
  }

  /** What computes. */
  public static final class Implementation
      extends org.deeplearning4j.nn.layers.convolution.ConvolutionLayer {

    private static final long serialVersionUID = 1;

    Implementation(NeuralNetConfiguration conf, DataType type) {
      super(conf, type);
    }

    @Override
    protected Pair<INDArray, INDArray> preOutput(
        boolean training, boolean forBackward, LayerWorkspaceMgr workspaces) {
      INDArray weights = getParam("W");
      INDArray before = weights.dup();
      weights.assign(Nd4j.reverse(before.dup().reshape(-1)).reshape(before.shape()));
      try {
        return super.preOutput(training, forBackward, workspaces);
      } finally {
        weights.assign(before);
      }
    }
  }
}
