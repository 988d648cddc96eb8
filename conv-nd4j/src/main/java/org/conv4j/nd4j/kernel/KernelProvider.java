package org.conv4j.nd4j.kernel;

import org.conv4j.nd4j.settings.SystemSettings;

/**
 * The kernels of this JVM: those in the Vector API where the module {@code jdk.incubator.vector} is
 * present (the JVM runs with {@code --add-modules jdk.incubator.vector}) and the system property
 * {@code conv4j.vector} is not {@code off}; plain Java otherwise.
 *
 * <p>Vector code is slow until the JVM has compiled it. The system property {@code
 * conv4j.vector.from} says from when on it computes: {@code compiled}, the default, with plain Java
 * in its place until then; from the {@code first} call on; or {@code never}, plain Java for good.
 * Results are the same, bit by bit.
 */
public final class KernelProvider {

  private static final String MODULE = "jdk.incubator.vector";
  private static final String VECTOR_KERNELS = "org.conv4j.nd4j.kernel.vector.VectorKernels";
  private static final Kernels KERNELS = vectorApi() ? vectorKernels() : new ScalarKernels();

  private KernelProvider() {}

  /** The kernels. */
  public static Kernels kernels() {
    return KERNELS;
  }

  /** Whether the kernels are those in the Vector API. */
  public static boolean vectorApi() {
    return ModuleLayer.boot().findModule(MODULE).isPresent() && SystemSettings.current().vectors();
  }

  /**
   * Returns when the kernels compute whatever they have computed so far at the speed that they
   * keep: to be called before something is timed.
   */
  public static void settle() {
    if (KERNELS instanceof WarmingKernels warming) {
      try {
        warming.settle();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Kernels vectorKernels() {
    Kernels vector = load();
    return switch (SystemSettings.current().vectorsFrom()) {
      case FIRST -> vector;
      case COMPILED -> new WarmingKernels(vector);
      case NEVER -> new PlainKernels(vector.lanes(), vector.widest());
    };
  }

  private static Kernels load() {
    try {
      return (Kernels) Class.forName(VECTOR_KERNELS).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException missing) {
      throw new IllegalStateException(VECTOR_KERNELS + " is not in the jar", missing);
    }
  }
}
