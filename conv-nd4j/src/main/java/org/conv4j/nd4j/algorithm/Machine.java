package org.conv4j.nd4j.algorithm;

import org.conv4j.nd4j.gemm.OneDnn;
import org.conv4j.nd4j.kernel.KernelProvider;
import org.conv4j.nd4j.workspace.NativeMemory;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What computations run on.
 *
 * @param backend name of ND4J's backend
 * @param addressable whether array elements can be reached by address and BLAS is called directly;
 *     false on ND4J's GPU backends
 * @param vectorApi whether the JDK's Vector API is used: the module {@code jdk.incubator.vector} is
 *     there, and {@code -Dconv4j.vector=off} is not
 * @param oneDnn whether ND4J's native library was built with oneDNN: the jars classified {@code
 *     -onednn}
 */
public record Machine(String backend, boolean addressable, boolean vectorApi, boolean oneDnn) {

  /** This one. */
  public static Machine current() {
    return Holder.CURRENT;
  }

  /** Looked at once, when first needed: it starts ND4J. */
  private static final class Holder {
    static final Machine CURRENT =
        new Machine(
            Nd4j.getBackend().getClass().getSimpleName(),
            NativeMemory.addressable(),
            KernelProvider.vectorApi(),
            OneDnn.builtIn());
  }
}
