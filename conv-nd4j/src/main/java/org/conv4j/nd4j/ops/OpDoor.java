package org.conv4j.nd4j.ops;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.conv4j.ConvShapeException;
import org.conv4j.nd4j.DoorPasses;
import org.nd4j.linalg.exception.ND4JIllegalStateException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which ops conv4j computes, and the log of those it leaves. Safe for use by many threads. */
final class OpDoor {

  private static final Logger LOG = LoggerFactory.getLogger("org.conv4j.nd4j.ops");

  private static final Map<String, OpReader> READERS =
      Map.of(
          "conv2d", Conv2dOps::forward,
          "conv2d_bp", Conv2dOps::backward,
          "depthwise_conv2d", DepthwiseOps::forward,
          "depthwise_conv2d_bp", DepthwiseOps::backward,
          "sconv2d", SeparableOps::forward,
          "sconv2d_bp", SeparableOps::backward,
          "deconv2d", TransposedOps::forward,
          "deconv2d_bp", TransposedOps::backward,
          "conv1d", Conv1dOps::forward,
          "conv1d_bp", Conv1dOps::backward);

  /** The names of the ops that conv4j can compute. */
  static final Set<String> OPS = READERS.keySet();

  private final Map<String, OpReader> taken;
  private final Set<String> logged = ConcurrentHashMap.newKeySet();

  /** A door for some of {@link #OPS}. */
  OpDoor(Set<String> ops) {
    taken = new HashMap<>(READERS);
    taken.keySet().retainAll(ops);
  }

  /** The reader of the op of that name; null for ops that are left to ND4J. */
  OpReader reader(String op) {
    return taken.get(op);
  }

  /**
   * What conv4j would compute; null if the call is ND4J's to compute.
   *
   * @throws ND4JIllegalStateException if its arrays fit no convolution
   */
  Runnable read(String op, OpReader reader, OpCall call) {
    try {
      return reader.read(call);
    } catch (LeftToNd4j left) {
      logOnce(op, left.getMessage());
      return null;
    } catch (ConvShapeException wrong) {
      throw refusal(op, wrong);
    }
  }

  /**
   * Runs what was read.
   *
   * @return false if it failed and ND4J must compute the op
   * @throws ND4JIllegalStateException if its arrays fit no convolution
   */
  boolean run(String op, Runnable computation) {
    try {
      computation.run();
      DoorPasses.countOne();
      return true;
    } catch (ConvShapeException wrong) {
      throw refusal(op, wrong);
    } catch (RuntimeException | LinkageError failure) {
      if (logged.add(op + failure.getClass().getName())) {
        LOG.warn("conv4j failed at {}; ND4J computes it instead", op, failure);
      }
      return false;
    }
  }

  private static ND4JIllegalStateException refusal(String op, ConvShapeException wrong) {
    return new ND4JIllegalStateException(op + ": " + wrong.getMessage(), wrong);
  }

  /** One INFO line for each kind of refusal: numbers do not make another kind. */
  private void logOnce(String op, String reason) {
    if (logged.add(op + reason.replaceAll("-?[0-9]+", "#"))) {
      LOG.info("{} is left to ND4J: {}", op, reason);
    }
  }
}
