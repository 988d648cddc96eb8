package org.conv4j.verify.framework.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.conv4j.ConvDirection;
import org.conv4j.Tensor;
import org.conv4j.verify.framework.child.Repeatable;

/** A call of {@code conv2d}, or of PyTorch's backward pass through one that was called before. */
abstract class PyTorchCall implements Repeatable.Call {

  private final String algorithm;
  private final BiFunction<ConvDirection, NDArray, Tensor> reading;
  private final Map<ConvDirection, NDArray> results = new EnumMap<>(ConvDirection.class);

  private PyTorchCall(String algorithm, BiFunction<ConvDirection, NDArray, Tensor> reading) {
    this.algorithm = algorithm;
    this.reading = reading;
  }

  /**
   * The forward pass, of which PyTorch keeps nothing.
   *
   * @param reading turns a result with PyTorch's order of axes into one of the problem
   */
  static PyTorchCall forward(
      Conv2dOp op,
      PyTorchOperands operands,
      MemoryFormat format,
      BiFunction<ConvDirection, NDArray, Tensor> reading) {
    return new Forward(op, operands, format, reading);
  }

  /**
   * The backward pass to the operands whose gradients are wanted; the forward pass before it is not
   * timed.
   *
   * @param wanted one or more gradients
   * @param reading turns a result with PyTorch's order of axes into one of the problem
   */
  static PyTorchCall backward(
      Conv2dOp op,
      PyTorchOperands operands,
      MemoryFormat format,
      List<ConvDirection> wanted,
      BiFunction<ConvDirection, NDArray, Tensor> reading) {
    return new Backward(op, operands, format, wanted, reading);
  }

  void keep(ConvDirection direction, NDArray result) {
    results.put(direction, result);
  }

  @Override
  public String algorithm() {
    return algorithm;
  }

  @Override
  public Tensor result(ConvDirection direction) {
    return reading.apply(direction, results.get(direction));
  }

  @Override
  public void discard() {
    results.values().forEach(NDArray::close);
    results.clear();
  }

  private static final class Forward extends PyTorchCall {
    private final Conv2dOp op;
    private final PyTorchOperands operands;

    Forward(
        Conv2dOp op,
        PyTorchOperands operands,
        MemoryFormat format,
        BiFunction<ConvDirection, NDArray, Tensor> reading) {
      super(op.name() + format.suffix(), reading);
      this.op = op;
      this.operands = operands;
    }

    @Override
    public void run() {
      keep(ConvDirection.FORWARD, op.apply(operands.input(), operands.filter(), operands.bias()));
    }
  }

  private static final class Backward extends PyTorchCall {
    private final Conv2dOp op;
    private final PyTorchOperands operands;
    private final List<ConvDirection> wanted;
    private final List<NDArray> graph = new ArrayList<>();
    private final Map<ConvDirection, NDArray> leaves = new EnumMap<>(ConvDirection.class);
    private NDArray output;

    Backward(
        Conv2dOp op,
        PyTorchOperands operands,
        MemoryFormat format,
        List<ConvDirection> wanted,
        BiFunction<ConvDirection, NDArray, Tensor> reading) {
      super(op.name() + ".backward" + format.suffix(), reading);
      this.op = op;
      this.operands = operands;
      this.wanted = List.copyOf(wanted);
    }

    @Override
    public void before() {
      boolean recorded = JniUtils.isGradMode();
      JniUtils.setGradMode(true);
      output =
          op.apply(
              leaf(ConvDirection.INPUT_GRADIENT, operands.input()),
              leaf(ConvDirection.FILTER_GRADIENT, operands.filter()),
              operands.bias() == null ? null : leaf(ConvDirection.BIAS_GRADIENT, operands.bias()));
      JniUtils.setGradMode(recorded);
      graph.add(output);
    }

    /** The same elements in a new node of the graph, which has no gradient yet. */
    private NDArray leaf(ConvDirection gradient, NDArray operand) {
      NDArray leaf = operand.stopGradient();
      leaf.setRequiresGradient(wanted.contains(gradient));
      leaves.put(gradient, leaf);
      graph.add(leaf);
      return leaf;
    }

    @Override
    public void run() {
      JniUtils.backward((PtNDArray) output, (PtNDArray) operands.outputGradient(), false, false);
      for (ConvDirection direction : wanted) {
        keep(direction, leaves.get(direction).getGradient());
      }
    }

    @Override
    public void discard() {
      super.discard();
      graph.forEach(NDArray::close);
      graph.clear();
      leaves.clear();
    }
  }
}
