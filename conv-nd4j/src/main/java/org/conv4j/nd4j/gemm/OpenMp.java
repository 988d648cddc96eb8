package org.conv4j.nd4j.gemm;

import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** The threads of ND4J's native ops. Their number is each thread's own: nobody else's changes. */
public final class OpenMp {

  private static final NativeOps NATIVE_OPS = NativeOpsHolder.getInstance().getDeviceNativeOps();

  private OpenMp() {}

  /** Runs calls of native ops on the calling thread alone, and puts the number back. */
  public static void onOneThread(Runnable calls) {
    int threads = NATIVE_OPS.ompGetMaxThreads();
    NATIVE_OPS.setOmpNumThreads(1);
    try {
      calls.run();
    } finally {
      NATIVE_OPS.setOmpNumThreads(threads);
    }
  }
}
