package org.conv4j.network;

import java.lang.reflect.Field;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;
import org.conv4j.check.ConvCase;
import org.conv4j.check.OperandGenerator;
import org.conv4j.check.Operands;
import org.conv4j.check.Tier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One convolution layer of a network, as the problem that it computes and with the numbers that it
 * meets there.
 *
 * <p>What computes is a second layer of the same class and configuration, with the identity as
 * activation, without dropout and weight noise, and with a helper of the same class: the network's
 * own layer is left alone. Safe for use by several threads, which wait for each other: JUnit may
 * run tests of one layer side by side.
 */
public final class LayerConvolution {

  private static final String WEIGHTS = ConvolutionParamInitializer.WEIGHT_KEY;
  private static final String BIAS = ConvolutionParamInitializer.BIAS_KEY;

  private final String name;
  private final ConvProblem problem;
  private final Tensor input;
  private final Tensor filter;
  private final Tensor bias;
  private final ConvolutionLayer layer;
  private final long[] weightShape;

  private LayerConvolution(
      String name,
      ConvProblem problem,
      Tensor input,
      Tensor filter,
      Tensor bias,
      ConvolutionLayer layer,
      long[] weightShape) {
    this.name = name;
    this.problem = problem;
    this.input = input;
    this.filter = filter;
    this.bias = bias;
    this.layer = layer;
    this.weightShape = weightShape;
  }

  static LayerConvolution of(String name, ConvolutionLayer met, LayerForm.Known form) {
    ConvProblem problem = form.problem();
    INDArray weights = met.getParam(WEIGHTS);
    Tensor filter = NetworkArrays.tensor(weights, problem.elementType());
    Tensor bias =
        problem.bias()
            ? Tensor.of(
                NetworkArrays.tensor(met.getParam(BIAS), problem.elementType()).values(),
                problem.biasShape())
            : null;
    return new LayerConvolution(
        name,
        problem,
        NetworkArrays.tensor(met.input(), problem.elementType()),
        Tensor.of(filter.values(), problem.filterShape()),
        bias,
        alone(met, NetworkArrays.dataType(problem.elementType())),
        weights.shape());
  }

  /**
   * DL4J's layer for {@code problem}, in no network. It lays out its filter as it will: see {@link
   * #problem()}. The numbers that it meets are random reals.
   *
   * @throws IllegalArgumentException if DL4J has no layer for the problem
   */
  public static LayerConvolution standing(ConvProblem problem) {
    ConvProblem laidOut = StandingLayer.asLaidOut(problem);
    ConvolutionLayer layer = StandingLayer.of(laidOut);
    Operands random = OperandGenerator.generate(new ConvCase(laidOut, Tier.REAL, 1));
    return new LayerConvolution(
        problem.toString(),
        laidOut,
        random.input(),
        random.filter(),
        random.bias(),
        alone(layer, NetworkArrays.dataType(problem.elementType())),
        layer.getParam(WEIGHTS).shape());
  }

  /** Of the layer, or its position in a network without names. */
  public String name() {
    return name;
  }

  /** Class of the layer. */
  public Class<?> type() {
    return layer.getClass();
  }

  /** Class name of what computes in the layer's place; null if the layer itself does. */
  public String helper() {
    return layer.getHelper() == null ? null : layer.getHelper().getClass().getName();
  }

  /** What it computes. */
  public ConvProblem problem() {
    return problem;
  }

  /**
   * The numbers that the layer met, and an output gradient: random reals, the same for the same
   * problem.
   */
  public Operands met() {
    Operands random = OperandGenerator.generate(new ConvCase(problem, Tier.REAL, 1));
    return met(random.outputGradient());
  }

  /** The numbers that the layer met, and {@code outputGradient}. */
  public Operands met(Tensor outputGradient) {
    return new Operands(input, filter, bias, outputGradient);
  }

  /**
   * What the layer computes from {@code operands} in one direction.
   *
   * @param operands in the shapes of {@link #problem()}
   * @return whatever comes back, of whatever shape
   */
  public synchronized Tensor compute(ConvDirection direction, Operands operands) {
    layer.setParam(WEIGHTS, array(Tensor.of(operands.filter().values(), weightShape)));
    if (problem.bias()) {
      layer.setParam(BIAS, array(Tensor.of(operands.bias().values(), 1, operands.bias().size())));
    }
    layer.setInput(array(operands.input()), LayerWorkspaceMgr.noWorkspaces());
    try {
      INDArray output = layer.activate(true, LayerWorkspaceMgr.noWorkspaces());
      return direction == ConvDirection.FORWARD
          ? NetworkArrays.tensor(output, problem.elementType())
          : gradient(direction, operands.outputGradient());
    } finally {
      layer.clear();
    }
  }

  private Tensor gradient(ConvDirection direction, Tensor outputGradient) {
    Pair<Gradient, INDArray> gradients =
        layer.backpropGradient(array(outputGradient), LayerWorkspaceMgr.noWorkspaces());
    INDArray wanted =
        switch (direction) {
          case INPUT_GRADIENT -> gradients.getSecond();
          case FILTER_GRADIENT -> gradients.getFirst().getGradientFor(WEIGHTS);
          case BIAS_GRADIENT -> gradients.getFirst().getGradientFor(BIAS);
          case FORWARD -> throw new IllegalArgumentException("no gradient: " + direction);
        };
    if (wanted == null) {
      throw new IllegalStateException("the layer returned no " + direction.id());
    }
    Tensor found = NetworkArrays.tensor(wanted, problem.elementType());
    long[] shape = direction.result().shape(problem);
    boolean reordered = direction != ConvDirection.INPUT_GRADIENT && found.size() == size(shape);
    return reordered ? Tensor.of(found.values(), shape) : found;
  }

  private INDArray array(Tensor tensor) {
    return NetworkArrays.array(tensor, problem.elementType());
  }

  private static long size(long[] shape) {
    long size = 1;
    for (long axis : shape) {
      size *= axis;
    }
    return size;
  }

  private static ConvolutionLayer alone(ConvolutionLayer met, DataType type) {
    NeuralNetConfiguration configuration = met.conf().clone();
    BaseLayer asked = (BaseLayer) configuration.getLayer();
    asked.setActivationFn(new ActivationIdentity());
    asked.setIDropout(null);
    asked.setWeightNoise(null);
    long parameters = asked.initializer().numParams(configuration);
    Layer alone =
        asked.instantiate(configuration, null, 0, Nd4j.create(type, 1, parameters), true, type);
    alone.setBackpropGradientsViewArray(Nd4j.create(type, 1, parameters));
    ConvolutionLayer layer = (ConvolutionLayer) alone;
    giveHelperOf(met, layer);
    return layer;
  }

  /** A helper may have been given to one network's layers only: then this one needs it, too. */
  private static void giveHelperOf(ConvolutionLayer met, ConvolutionLayer layer) {
    Class<?> wanted = met.getHelper() == null ? null : met.getHelper().getClass();
    Class<?> present = layer.getHelper() == null ? null : layer.getHelper().getClass();
    if (wanted == present) {
      return;
    }
    try {
      Field field = ConvolutionLayer.class.getDeclaredField("helper");
      field.setAccessible(true);
      field.set(layer, wanted == null ? null : wanted.getDeclaredConstructor().newInstance());
    } catch (ReflectiveOperationException closed) {
      throw new IllegalStateException(
          "layer "
              + met.conf().getLayer().getLayerName()
              + " has a helper of its own, "
              + wanted
              + ", that no second layer can be given",
          closed);
    }
  }
}
