package org.conv4j.nd4j.network;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import org.conv4j.ConvProblem;
import org.conv4j.ConvShapeException;
import org.conv4j.ElementType;
import org.conv4j.Padding;
import org.conv4j.TensorLayout;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Looks at the depthwise ops that DL4J's layers execute, and leaves them to ND4J. While one is in
 * place, the process has no other executioner.
 */
final class RecordingExecutioner extends NativeOpExecutioner {

  private static final String FORWARD = "depthwise_conv2d";
  private static final String BACKWARD = "depthwise_conv2d_bp";

  private final Map<INDArray, Recorder> recorders;
  private final OpExecutioner before;

  private RecordingExecutioner(Map<INDArray, Recorder> recorders, OpExecutioner before) {
    this.recorders = recorders;
    this.before = before;
  }

  /**
   * Puts one in place.
   *
   * @param recorders by the weights of the layers, as objects
   */
  static RecordingExecutioner install(Map<INDArray, Recorder> recorders) {
    RecordingExecutioner recording = new RecordingExecutioner(recorders, Nd4j.getExecutioner());
    set(recording);
    return recording;
  }

  /** Puts the executioner back that was there before. */
  void remove() {
    set(before);
  }

  @Override
  public INDArray[] exec(CustomOp op, OpContext context) {
    switch (op.opName()) {
      case FORWARD -> forward(context.getInputArrays(), context.getIArguments());
      case BACKWARD -> backward(context.getInputArrays());
      default -> {}
    }
    return super.exec(op, context);
  }

  private void forward(List<INDArray> inputs, List<Long> arguments) {
    Recorder recorder = recorder(inputs.get(1));
    if (recorder == null) {
      return;
    }
    INDArray x = inputs.get(0);
    // [height, width, channels, multiplier]: ND4J's output channel is channel * multiplier + m.
    INDArray weights = inputs.get(1).permute(2, 3, 0, 1);
    INDArray bias = inputs.size() > 2 ? inputs.get(2) : null;
    ConvProblem problem = problem(x, weights, bias != null, arguments);
    if (problem == null) {
      recorder.refuse("conv4j has no such convolution (%s arrays)".formatted(x.dataType()));
    } else {
      recorder.forward(problem, x, weights.dup('c').reshape('c', problem.filterShape()), bias);
    }
  }

  private void backward(List<INDArray> inputs) {
    Recorder recorder = recorder(inputs.get(1));
    if (recorder != null) {
      recorder.backward(inputs.get(inputs.size() - 1));
    }
  }

  private Recorder recorder(INDArray weights) {
    return recorders.entrySet().stream()
        .filter(
            entry ->
                entry.getKey() == weights
                    || (entry.getKey().data() == weights.data()
                        && entry.getKey().offset() == weights.offset()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  private static ConvProblem problem(
      INDArray x, INDArray weights, boolean biased, List<Long> arguments) {
    if (x.dataType() != DataType.FLOAT && x.dataType() != DataType.DOUBLE) {
      return null;
    }
    TensorLayout layout =
        arguments.size() > 9 && arguments.get(9) == 1 ? TensorLayout.NHWC : TensorLayout.NCHW;
    long[] sizes = layout.toNchw(x.shape());
    try {
      return ConvProblem.builder()
          .input(sizes[0], sizes[1], sizes[2], sizes[3])
          .filter(weights.size(0) * weights.size(1), weights.size(2), weights.size(3))
          .groups(weights.size(0))
          .stride(arguments.get(2), arguments.get(3))
          .padding(
              arguments.get(8) == 1
                  ? Padding.same()
                  : Padding.symmetric(arguments.get(4), arguments.get(5)))
          .dilation(arguments.get(6), arguments.get(7))
          .layout(layout)
          .bias(biased)
          .elementType(x.dataType() == DataType.DOUBLE ? ElementType.FLOAT64 : ElementType.FLOAT32)
          .build();
    } catch (ConvShapeException impossible) {
      return null;
    }
  }

  private static void set(OpExecutioner executioner) {
    try {
      Field field = Nd4j.class.getDeclaredField("OP_EXECUTIONER_INSTANCE");
      field.setAccessible(true);
      field.set(null, executioner);
    } catch (ReflectiveOperationException changed) {
      throw new IllegalStateException(
          "this version of ND4J keeps its executioner elsewhere", changed);
    }
  }
}
