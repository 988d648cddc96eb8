package org.conv4j.nd4j.start;

import java.lang.reflect.Field;
import org.conv4j.nd4j.ops.ConvExecutioner;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/**
 * ND4J's one executioner. ND4J has no way to set it after its start, and this runs at the end of
 * its start: hence the reflection.
 */
final class Executioners {

  /** What the log says of the op door. */
  static final String INSTALLED =
      "ops: conv2d, depthwise, separable, transposed and 1-D convolution";

  private Executioners() {}

  /**
   * Puts conv4j's in the place of ND4J's own; any other, which a user chose, stays.
   *
   * @return what happened, for the log
   */
  static String install() throws ReflectiveOperationException {
    Field field = Nd4j.class.getDeclaredField("OP_EXECUTIONER_INSTANCE");
    field.setAccessible(true);
    OpExecutioner present = (OpExecutioner) field.get(null);
    if (present instanceof ConvExecutioner) {
      return INSTALLED;
    }
    if (present == null || present.getClass() != NativeOpExecutioner.class) {
      return "ops: left to "
          + (present == null ? "nobody" : present.getClass().getName())
          + ", which is not ND4J's own executioner";
    }
    field.set(null, new ConvExecutioner());
    return INSTALLED;
  }
}
