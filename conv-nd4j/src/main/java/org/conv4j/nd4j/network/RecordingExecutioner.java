package org.conv4j.nd4j.network;

import java.lang.reflect.Field;
import java.util.Map;
import org.conv4j.nd4j.ops.OpConvolutions;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Looks at the convolution ops that DL4J's layers execute, and leaves them to ND4J. While one is in
 * place, the process has no other executioner.
 */
final class RecordingExecutioner extends NativeOpExecutioner {

  /** Where the weights are among the inputs of each op; a separable one's first weights. */
  private static final Map<String, Integer> WEIGHTS =
      Map.of(
          "depthwise_conv2d", 1,
          "depthwise_conv2d_bp", 1,
          "sconv2d", 1,
          "sconv2d_bp", 2,
          "deconv2d", 1,
          "deconv2d_bp", 1,
          "conv1d", 1,
          "conv1d_bp", 1);

  /** Where an array begins: the same for each permuted or reshaped view that DL4J makes of it. */
  record Place(long address, long offset) {
    static Place of(INDArray array) {
      return new Place(array.data().address(), array.offset());
    }
  }

  private final Map<Place, Recorder> recorders;
  private final OpExecutioner before;

  private RecordingExecutioner(Map<Place, Recorder> recorders, OpExecutioner before) {
    this.recorders = recorders;
    this.before = before;
  }

  /**
   * Puts one in place.
   *
   * @param recorders by where the weights of the layers lie
   */
  static RecordingExecutioner install(Map<Place, Recorder> recorders) {
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
    Integer weights = WEIGHTS.get(op.opName());
    Recorder recorder =
        weights == null ? null : recorders.get(Place.of(context.getInputArrays().get(weights)));
    if (recorder != null) {
      record(recorder, op.opName(), context);
    }
    return super.exec(op, context);
  }

  private static void record(Recorder recorder, String op, OpContext context) {
    try {
      OpConvolutions.Call call = OpConvolutions.of(op, context);
      if (OpConvolutions.isBackward(op)) {
        recorder.backward(call);
      } else {
        recorder.forward(call);
      }
    } catch (RuntimeException none) {
      recorder.refuse("conv4j has no such convolution: " + none.getMessage());
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
