package org.conv4j.nd4j.gemm;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.presets.openblas_nolapack.MklSetNumThreadsLocal;

/** OpenBLAS's own answer to how many threads it uses, which JavaCPP does not ask for. */
public final class RealBlasThreads extends MklSetNumThreadsLocal {

  private RealBlasThreads(Pointer function) {
    super();
    put(function);
  }

  /** The number; the function takes no argument and ignores the one it is given. */
  public static int number() {
    return new RealBlasThreads(Loader.addressof("openblas_get_num_threads")).call(0);
  }
}
