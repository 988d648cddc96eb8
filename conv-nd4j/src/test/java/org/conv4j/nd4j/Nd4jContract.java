package org.conv4j.nd4j;

import java.util.Optional;
import org.conv4j.ConvProblem;
import org.conv4j.Convolution;
import org.conv4j.ElementType;
import org.conv4j.Tensor;
import org.conv4j.check.Directions;
import org.conv4j.contract.ConvolutionContract;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The contract for {@link Nd4jConvolution}; a subclass says how one is built. */
abstract class Nd4jContract extends ConvolutionContract<INDArray> {

  /** Settings of the convolution under test. */
  protected abstract Nd4jConvolution.Builder configure(Nd4jConvolution.Builder builder);

  @Override
  public final Convolution<INDArray> convolution(ConvProblem problem) {
    return configure(Nd4jConvolution.builder(problem)).build();
  }

  @Override
  public final Optional<String> declines(ConvProblem problem) {
    try {
      Nd4jConvolution convolution = configure(Nd4jConvolution.builder(problem)).build();
      return Directions.of(problem).stream()
          .map(convolution::refusal)
          .flatMap(Optional::stream)
          .findFirst();
    } catch (AlgorithmDeclinedException declined) {
      return Optional.of(declined.reason());
    }
  }

  @Override
  public final INDArray array(Tensor values, ElementType type) {
    return arrayOf(values, type);
  }

  @Override
  public final Tensor tensor(INDArray array) {
    return tensorOf(array);
  }

  /** A dense array. */
  static INDArray arrayOf(Tensor values, ElementType type) {
    DataType dataType = type == ElementType.FLOAT64 ? DataType.DOUBLE : DataType.FLOAT;
    INDArray array = Nd4j.createUninitialized(dataType, values.shape(), 'c');
    if (values.size() > 0) {
      if (type == ElementType.FLOAT64) {
        array.data().setData(values.values());
      } else {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
          floats[i] = (float) values.values()[i];
        }
        array.data().setData(floats);
      }
    }
    return array;
  }

  /** The values of any array, in row-major order. */
  static Tensor tensorOf(INDArray array) {
    Tensor tensor = Tensor.zeros(array.shape());
    if (tensor.size() > 0) {
      double[] values = array.dup('c').data().asDouble();
      System.arraycopy(values, 0, tensor.values(), 0, values.length);
    }
    return tensor;
  }
}
