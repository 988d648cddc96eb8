package org.conv4j.verify.framework.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtException.OrtErrorCode;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.FilterLayout;
import org.conv4j.Tensor;
import org.conv4j.check.Operands;
import org.conv4j.verify.framework.Answer;
import org.conv4j.verify.framework.child.Axes;
import org.conv4j.verify.framework.child.Elements;
import org.conv4j.verify.framework.child.PreparedCase;

/** One case as models, one for each direction; what is timed is the run, not the compilation. */
final class OnnxRuntimeCase implements PreparedCase {

  private final ConvProblem problem;
  private final OrtEnvironment environment;
  private final int threads;
  private final Map<String, Tensor> operands = new HashMap<>();

  OnnxRuntimeCase(ConvProblem problem, Operands operands, OrtEnvironment environment, int threads) {
    this.problem = problem;
    this.environment = environment;
    this.threads = threads;
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
      if (failure.getCode() == OrtErrorCode.ORT_NOT_IMPLEMENTED) {
        return new Answer.Declined("ONNX Runtime: " + failure.getMessage());
      }
      throw new IllegalStateException(failure.getMessage(), failure);
    }
  }

  private Answer run(ConvDirection direction) throws OrtException {
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try (SessionOptions options = options();
        OrtSession session =
            environment.createSession(ConvModels.of(problem, direction), options)) {
      for (String name : session.getInputNames()) {
        inputs.put(name, onnx(operands.get(name)));
      }
      long start = System.nanoTime();
      try (OrtSession.Result result = session.run(inputs)) {
        double millis = (System.nanoTime() - start) / 1e6;
        Tensor value = tensor((OnnxTensor) result.get(ConvModels.RESULT).orElseThrow());
        return new Answer.Computed(
            direction == ConvDirection.FILTER_GRADIENT ? fromOihw(value) : value,
            algorithm(direction),
            millis);
      }
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private SessionOptions options() throws OrtException {
    SessionOptions options = new SessionOptions();
    options.setIntraOpNumThreads(threads);
    options.setInterOpNumThreads(1);
    // Idle threads must leave the processor to other frameworks.
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    return options;
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

  private OnnxTensor onnx(Tensor tensor) throws OrtException {
    double[] values = tensor.values();
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(values.length * problem.elementType().bytes())
            .order(ByteOrder.nativeOrder());
    return switch (problem.elementType()) {
      case FLOAT32 -> {
        FloatBuffer floats = bytes.asFloatBuffer();
        floats.put(Elements.floats(values)).rewind();
        yield OnnxTensor.createTensor(environment, floats, tensor.shape());
      }
      case FLOAT64 -> {
        DoubleBuffer doubles = bytes.asDoubleBuffer();
        doubles.put(values).rewind();
        yield OnnxTensor.createTensor(environment, doubles, tensor.shape());
      }
    };
  }

  private Tensor tensor(OnnxTensor result) {
    long[] shape = result.getInfo().getShape();
    return switch (problem.elementType()) {
      case FLOAT32 -> {
        FloatBuffer floats = result.getFloatBuffer();
        float[] values = new float[floats.remaining()];
        floats.get(values);
        yield Tensor.of(Elements.doubles(values), shape);
      }
      case FLOAT64 -> {
        DoubleBuffer doubles = result.getDoubleBuffer();
        double[] values = new double[doubles.remaining()];
        doubles.get(values);
        yield Tensor.of(values, shape);
      }
    };
  }

  @Override
  public void close() {}
}
