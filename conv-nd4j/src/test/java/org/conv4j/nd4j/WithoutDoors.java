package org.conv4j.nd4j;

import java.lang.reflect.Field;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/** What ND4J and DL4J would do if conv4j were not there, in the JVM in which it is. */
public final class WithoutDoors {

  private static final String DISABLE = "org.eclipse.deeplearning4j.helpers.disable";

  private WithoutDoors() {}

  /** What {@code network} makes while DL4J's helpers are off: a network without the layer door. */
  public static <T> T layers(Supplier<T> network) {
    Nd4j.getExecutioner();
    String before = System.getProperty(DISABLE);
    System.setProperty(DISABLE, "true");
    try {
      return network.get();
    } finally {
      System.setProperty(DISABLE, before);
    }
  }

  /** What {@code work} gives while ND4J has its own executioner. */
  public static <T> T ops(Supplier<T> work) {
    OpExecutioner before = Nd4j.getExecutioner();
    setExecutioner(new NativeOpExecutioner());
    try {
      return work.get();
    } finally {
      setExecutioner(before);
    }
  }

  private static void setExecutioner(OpExecutioner executioner) {
    try {
      Field field = Nd4j.class.getDeclaredField("OP_EXECUTIONER_INSTANCE");
      field.setAccessible(true);
      field.set(null, executioner);
    } catch (ReflectiveOperationException changed) {
      throw new IllegalStateException(changed);
    }
  }
}
