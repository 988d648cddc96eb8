package org.conv4j.nd4j.gemm;

import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

/**
 * Keeps BLAS at one thread a call while anybody needs it so. The number is one for the whole
 * process: the first to come saves what it was, the last to leave puts it back.
 *
 * <p>If somebody else changes the number in between, theirs stays.
 */
final class BlasThreads {

  private final IntSupplier get;
  private final IntConsumer set;
  private int holders;
  private int saved;

  BlasThreads(IntSupplier get, IntConsumer set) {
    this.get = get;
    this.set = set;
  }

  /** Holds BLAS at one thread until as many {@link #release} have followed. */
  synchronized void hold() {
    if (holders == 0) {
      saved = get.getAsInt();
      set.accept(1);
    }
    holders++;
  }

  /** Gives up one {@link #hold}. */
  synchronized void release() {
    if (holders == 0) {
      throw new IllegalStateException("BLAS threads released more often than held");
    }
    holders--;
    if (holders == 0 && get.getAsInt() == 1) {
      set.accept(saved);
    }
  }
}
