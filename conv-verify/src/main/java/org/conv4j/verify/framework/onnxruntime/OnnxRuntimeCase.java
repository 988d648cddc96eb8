package org.conv4j.verify.framework.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtException.OrtErrorCode;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.util.HashMap;
import java.util.Map;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.FilterLayout;
import org.conv4j.Tensor;
import org.conv4j.check.Operands;
import org.conv4j.verify.framework.Answer;
import org.conv4j.verify.framework.child.Axes;
import org.conv4j.verify.framework.child.PreparedCase;

/** One case as models, one for each direction; what is timed is the run, not the compilation. */
final class OnnxRuntimeCase implements PreparedCase {

  private final ConvProblem problem;
  private final OrtEnvironment environment;
  private final int threads;
  private final Map<String, Tensor> operands = new HashMap<>();
  private final OnnxArrays arrays;

  OnnxRuntimeCase(ConvProblem problem, Operands operands, OrtEnvironment environment, int threads) {
    this.problem = problem;
    this.environment = environment;
    this.threads = threads;
    arrays = new OnnxArrays(environment, problem.elementType());
    this.operands.put(ConvModels.INPUT, operands.input());
    this.operands.put(
        ConvModels.FILTER,
        Axes.filter(operands.filter(), problem.filterLayout(), FilterLayout.OIHW));
    this.operands.put(ConvModels.OUTPUT_GRADIENT, operands.outputGradient());
    if (operands.bias() != null) {
      this.operands.put(ConvModels.BIAS, operands.bias());
    }
  }

  @Override
  public Answer compute(ConvDirection direction) {
    boolean empty = Tensor.zeros(problem.outputShape()).size() == 0;
    if (empty && direction == ConvDirection.INPUT_GRADIENT) {
      return new Answer.Declined("ConvTranspose cannot express the gradient of an empty output");
    }
    if (empty && direction == ConvDirection.FILTER_GRADIENT) {
      return new Answer.Declined("the exchange identity has no kernel where the output is empty");
    }
    try {
      return run(direction);
    } catch (OrtException failure) {
      return new Answer.Declined(declined(failure));
    }
  }

  /** Those of the last run as it left them; the others were in no run yet. */
  @Override
  public Operands operands() {
    return new Operands(
        operands.get(ConvModels.INPUT),
        fromOihw(operands.get(ConvModels.FILTER)),
        operands.get(ConvModels.BIAS),
        operands.get(ConvModels.OUTPUT_GRADIENT));
  }

  private Answer run(ConvDirection direction) throws OrtException {
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try (SessionOptions options = OnnxRuntimeChild.options(threads);
        OrtSession session =
            environment.createSession(ConvModels.of(problem, direction), options)) {
      for (String name : session.getInputNames()) {
        inputs.put(name, arrays.onnx(operands.get(name)));
      }
      long start = System.nanoTime();
      try (OrtSession.Result result = session.run(inputs)) {
        double millis = (System.nanoTime() - start) / 1e6;
        Tensor value = arrays.tensor((OnnxTensor) result.get(ConvModels.RESULT).orElseThrow());
        inputs.forEach((name, input) -> operands.put(name, arrays.tensor(input)));
        return new Answer.Computed(
            direction == ConvDirection.FILTER_GRADIENT ? fromOihw(value) : value,
            algorithm(direction),
            millis);
      }
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  /** What ONNX Runtime says it has not implemented; anything else is thrown on. */
  static String declined(OrtException failure) {
    if (failure.getCode() == OrtErrorCode.ORT_NOT_IMPLEMENTED) {
      return "ONNX Runtime: " + failure.getMessage();
    }
    throw new IllegalStateException(failure.getMessage(), failure);
  }

  private static String algorithm(ConvDirection direction) {
    return switch (direction) {
      case FORWARD -> "Conv";
      case INPUT_GRADIENT -> "ConvTranspose, by identity";
      case FILTER_GRADIENT -> "Conv of exchanged operands, by identity";
      case BIAS_GRADIENT -> "ReduceSum, by identity";
    };
  }

  private Tensor fromOihw(Tensor gradient) {
    return gradient.rank() == 4
        ? Axes.filter(gradient, FilterLayout.OIHW, problem.filterLayout())
        : gradient;
  }

  @Override
  public void close() {}
}
