package org.conv4j;

/** Order of the axes of input, output and their gradients in memory and in shapes. */
public enum TensorLayout {
  /** batch, channels, height, width: DL4J, PyTorch, ONNX. */
  NCHW,
  /** batch, height, width, channels: TensorFlow, Keras. */
  NHWC;

  /** The shape, in this order, of a tensor with the given sizes. */
  public long[] shape(long batch, long channels, Extent size) {
    return switch (this) {
      case NCHW -> new long[] {batch, channels, size.height(), size.width()};
      case NHWC -> new long[] {batch, size.height(), size.width(), channels};
    };
  }

  /**
   * Rearranges four per-axis numbers (sizes, strides), given in this order, to the order batch,
   * channels, height, width.
   */
  public long[] toNchw(long[] axes) {
    return switch (this) {
      case NCHW -> axes.clone();
      case NHWC -> new long[] {axes[0], axes[3], axes[1], axes[2]};
    };
  }

  /** Names of the axes in this order, for messages. */
  public String axes() {
    return switch (this) {
      case NCHW -> "batch, channels, height, width";
      case NHWC -> "batch, height, width, channels";
    };
  }
}
