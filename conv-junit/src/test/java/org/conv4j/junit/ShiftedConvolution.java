package org.conv4j.junit;

import java.util.Collection;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A layer whose author forgot the last element of its output. */
final class ShiftedConvolution extends ConvolutionLayer {

  ShiftedConvolution(Builder builder) {
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
    Map<String, INDArray> table = initializer().init(conf, parameters, initialize);
    layer.setParamTable(table);
    layer.setConf(conf);
    return layer;
  }

  /** What computes. */
  static final class Implementation
      extends org.deeplearning4j.nn.layers.convolution.ConvolutionLayer {

    Implementation(NeuralNetConfiguration conf, DataType type) {
      super(conf, type);
    }

    @Override
    protected Pair<INDArray, INDArray> preOutput(
        boolean training, boolean forBackward, LayerWorkspaceMgr workspaces) {
      Pair<INDArray, INDArray> result = super.preOutput(training, forBackward, workspaces);
      INDArray output = result.getFirst();
      long[] last = output.shape().clone();
      for (int axis = 0; axis < last.length; axis++) {
        last[axis]--;
      }
      output.putScalar(last, output.getDouble(last) + 1);
      return result;
    }
  }
}
