package org.conv4j.nd4j.gemm;

import org.bytedeco.openblas.global.openblas_nolapack;
import org.conv4j.nd4j.workspace.NativeMemory;

/** Dot products of float32 numbers by address, many of them. For one thread. */
public final class DotProduct {

  private final NativeMemory.FloatCursor x = new NativeMemory.FloatCursor();
  private final NativeMemory.FloatCursor y = new NativeMemory.FloatCursor();

  /** A holder of two addresses; good as long as the door that it comes from is open. */
  DotProduct() {}

  /** The sum of the products of {@code count} floats at each of two addresses. */
  public float of(int count, long x, long y) {
    this.x.moveTo(x);
    this.y.moveTo(y);
    return openblas_nolapack.cblas_sdot(count, this.x, 1, this.y, 1);
  }
}
