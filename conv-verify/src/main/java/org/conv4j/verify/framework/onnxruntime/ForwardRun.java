package org.conv4j.verify.framework.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.util.HashMap;
import java.util.Map;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.FilterLayout;
import org.conv4j.Tensor;
import org.conv4j.TensorLayout;
import org.conv4j.check.Operands;
import org.conv4j.verify.framework.Computation;
import org.conv4j.verify.framework.child.Axes;
import org.conv4j.verify.framework.child.Repeatable;
import org.conv4j.verify.framework.child.TimedCase;

/**
 * A session with the model of {@code Conv}, and its operands in ONNX Runtime's own layouts: no
 * {@code Transpose} is timed.
 */
final class ForwardRun implements TimedCase, Repeatable.Call {

  private static final int[] TO_NCHW = {0, 3, 1, 2};
  private static final int[] TO_NHWC = {0, 2, 3, 1};

  private final ConvProblem problem;
  private final OnnxArrays arrays;
  private final OrtSession session;
  private final Map<String, OnnxTensor> inputs = new HashMap<>();
  private OrtSession.Result last;

  /**
   * Compiles the model.
   *
   * @param operands in the problem's layouts
   */
  ForwardRun(ConvProblem problem, Operands operands, OnnxArrays arrays, SessionOptions options)
      throws OrtException {
    this.problem = problem;
    this.arrays = arrays;
    ConvProblem nchw = problem.toBuilder().layout(TensorLayout.NCHW).build();
    session =
        arrays.environment().createSession(ConvModels.of(nchw, ConvDirection.FORWARD), options);
    for (String name : session.getInputNames()) {
      inputs.put(name, arrays.onnx(operand(name, operands)));
    }
  }

  private Tensor operand(String name, Operands operands) {
    return switch (name) {
      case ConvModels.INPUT ->
          isNchw() ? operands.input() : Axes.permute(operands.input(), TO_NCHW);
      case ConvModels.FILTER ->
          Axes.filter(operands.filter(), problem.filterLayout(), FilterLayout.OIHW);
      case ConvModels.BIAS -> operands.bias();
      default -> throw new IllegalStateException("the model wants " + name);
    };
  }

  @Override
  public Repeatable repeatable(Computation computation) {
    return computation == Computation.FORWARD
        ? this
        : new Repeatable.Declined(
            "ONNX Runtime computes no gradients; what identities make of its operators is not timed");
  }

  @Override
  public String algorithm() {
    return "Conv";
  }

  @Override
  public void run() {
    try {
      last = session.run(inputs);
    } catch (OrtException failure) {
      throw new IllegalStateException(failure.getMessage(), failure);
    }
  }

  @Override
  public Tensor result(ConvDirection direction) {
    Tensor image = arrays.tensor((OnnxTensor) last.get(ConvModels.RESULT).orElseThrow());
    return isNchw() ? image : Axes.permute(image, TO_NHWC);
  }

  private boolean isNchw() {
    return problem.layout() == TensorLayout.NCHW;
  }

  @Override
  public void discard() {
    last.close();
  }

  @Override
  public void close() {
    inputs.values().forEach(OnnxTensor::close);
    try {
      session.close();
    } catch (OrtException failure) {
      throw new IllegalStateException(failure.getMessage(), failure);
    }
  }
}
