package org.conv4j.nd4j.kernel;

/**
 * The kernels of this JVM: those in the Vector API where the module {@code jdk.incubator.vector} is
 * present (the JVM runs with {@code --add-modules jdk.incubator.vector}) and the system property
 * {@code conv4j.vector} is not {@code off}; plain Java otherwise.
 */
public final class KernelProvider {

  private static final String MODULE = "jdk.incubator.vector";
  private static final String VECTOR_KERNELS = "org.conv4j.nd4j.kernel.vector.VectorKernels";
  private static final Kernels KERNELS = vectorApi() ? load() : new ScalarKernels();

  private KernelProvider() {}

  /** The kernels. */
  public static Kernels kernels() {
    return KERNELS;
  }

  /** Whether the kernels are those in the Vector API. */
  public static boolean vectorApi() {
    return ModuleLayer.boot().findModule(MODULE).isPresent()
        && !"off".equals(System.getProperty("conv4j.vector"));
  }

  private static Kernels load() {
    try {
      return (Kernels) Class.forName(VECTOR_KERNELS).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException missing) {
      throw new IllegalStateException(VECTOR_KERNELS + " is not in the jar", missing);
    }
  }
}
