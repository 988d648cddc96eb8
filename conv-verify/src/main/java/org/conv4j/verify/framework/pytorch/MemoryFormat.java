package org.conv4j.verify.framework.pytorch;

import ai.djl.ndarray.NDArray;

/** How PyTorch lays out arrays of four axes, whose order of axes is always the same. */
enum MemoryFormat {
  /** Rows last. */
  CONTIGUOUS("") {
    @Override
    NDArray copy(NDArray array) {
      return rowMajor(array);
    }
  },
  /** The second axis last. */
  CHANNELS_LAST(", channels_last") {
    @Override
    NDArray copy(NDArray array) {
      return rowMajor(array.transpose(0, 2, 3, 1)).transpose(0, 3, 1, 2);
    }
  };

  private final String suffix;

  MemoryFormat(String suffix) {
    this.suffix = suffix;
  }

  /** What tells results in this format from the usual one. */
  String suffix() {
    return suffix;
  }

  /** {@code array}, of four axes, in this format; a view where it is in that already. */
  abstract NDArray copy(NDArray array);

  private static NDArray rowMajor(NDArray array) {
    return array.flatten().reshape(array.getShape());
  }
}
