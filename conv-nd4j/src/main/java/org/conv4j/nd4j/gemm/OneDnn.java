package org.conv4j.nd4j.gemm;

import org.nd4j.nativeblas.NativeOpsHolder;

/** The oneDNN that some of ND4J's native libraries have: those of the jars classified -onednn. */
public final class OneDnn {

  private OneDnn() {}

  /** Whether ND4J's native library was built with it. Starts ND4J. */
  public static boolean builtIn() {
    return NativeOpsHolder.getInstance().getDeviceNativeOps().buildInfo().contains("HAVE_ONEDNN");
  }
}
