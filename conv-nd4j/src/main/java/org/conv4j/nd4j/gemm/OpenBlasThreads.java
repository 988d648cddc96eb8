package org.conv4j.nd4j.gemm;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.openblas.presets.openblas_nolapack.SetNumThreads;

/**
 * OpenBLAS's number of threads. JavaCPP's own way to set it looks four symbols up by name at every
 * call, in all libraries of the process, which takes 0.1 ms: as long as a small convolution. Here
 * the one symbol is looked up once. MKL in OpenBLAS's place is set in JavaCPP's way.
 *
 * <p>Not for use by several threads.
 */
final class OpenBlasThreads {

  private static final SetNumThreads SETTER = setter();

  private int recorded = Integer.MIN_VALUE;
  private int current;

  /** The number in force: that of the last {@link #set}, unless somebody else has set one since. */
  int get() {
    int now = openblas_nolapack.blas_get_num_threads();
    return now == recorded ? current : now;
  }

  /** Sets the number, without a trace in what JavaCPP has on record. */
  void set(int threads) {
    if (SETTER == null) {
      openblas_nolapack.blas_set_num_threads(threads);
    } else {
      SETTER.call(threads);
    }
    recorded = openblas_nolapack.blas_get_num_threads();
    current = threads;
  }

  private static SetNumThreads setter() {
    Loader.load(openblas_nolapack.class);
    Pointer address = Loader.addressof("openblas_set_num_threads");
    if (address == null || Loader.addressof("MKL_Set_Num_Threads") != null) {
      return null;
    }
    Holder holder = new Holder();
    holder.put(address);
    return holder;
  }

  /** Makes a function pointer that can be set. */
  private static final class Holder extends SetNumThreads {
    Holder() {
      super();
    }
  }
}
