package org.conv4j.nd4j.ops;

import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.conv4j.ConvShapeException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner;
import org.nd4j.linalg.exception.ND4JIllegalStateException;

/** ND4J's own executioner, except that convolutions are computed by conv4j. */
public class ConvExecutioner extends NativeOpExecutioner {

  /** The names of all ops that conv4j can compute. */
  public static final Set<String> OPS = OpDoor.OPS;

  private final OpDoor door;

  /** Takes all of {@link #OPS}. */
  public ConvExecutioner() {
    this(OPS);
  }

  /**
   * Takes some ops.
   *
   * @param ops names, of {@link #OPS}
   */
  protected ConvExecutioner(Set<String> ops) {
    door = new OpDoor(ops);
  }

  /**
   * As ND4J's, except that arrays which fit no convolution are refused with the reason up front.
   */
  @Override
  public INDArray[] exec(CustomOp op) {
    try {
      return super.exec(op);
    } catch (RuntimeException failure) {
      if (failure.getCause() instanceof ND4JIllegalStateException refusal
          && refusal.getCause() instanceof ConvShapeException) {
        throw refusal;
      }
      throw failure;
    }
  }

  @Override
  public INDArray[] exec(CustomOp op, OpContext context) {
    OpReader reader = door.reader(op.opName());
    if (reader == null || !computed(op, reader, context)) {
      return super.exec(op, context);
    }
    return context.getOutputArrays().toArray(INDArray[]::new);
  }

  /**
   * As ND4J's; for arrays that fit no convolution, where ND4J's exception gives no reason, with the
   * reason.
   */
  @Override
  public List<LongShapeDescriptor> calculateOutputShape(CustomOp op, OpContext context) {
    try {
      return super.calculateOutputShape(op, context);
    } catch (RuntimeException failure) {
      OpReader reader = door.reader(op.opName());
      if (reader != null) {
        explain(op, reader, context, failure);
      }
      throw failure;
    }
  }

  private boolean computed(CustomOp op, OpReader reader, OpContext context) {
    Runnable computation =
        door.read(
            op.opName(),
            reader,
            new OpCall(
                context.getInputArrays(), context.getOutputArrays(), context.getIArguments()));
    if (computation == null) {
      return false;
    }
    long start = profilingConfigurableHookIn(op, context);
    if (!door.run(op.opName(), computation)) {
      return false;
    }
    profilingConfigurableHookOut(op, context, start);
    return true;
  }

  private static void explain(
      CustomOp op, OpReader reader, OpContext context, RuntimeException failure) {
    OpCall call =
        context == null
            ? new OpCall(op.inputArguments(), List.of(), LongStream.of(op.iArgs()).boxed().toList())
            : new OpCall(context.getInputArrays(), List.of(), context.getIArguments());
    try {
      reader.read(call);
    } catch (ConvShapeException wrong) {
      throw new ND4JIllegalStateException(op.opName() + ": " + wrong.getMessage(), failure);
    } catch (LeftToNd4j left) {
      failure.addSuppressed(left);
    }
  }
}
