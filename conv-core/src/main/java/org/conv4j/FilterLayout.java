package org.conv4j;

/**
 * Order of the axes of the filter and its gradient. O: output channels; I: input channels of one
 * group; H, W: kernel height and width.
 */
public enum FilterLayout {
  /** output, input, height, width: DL4J, PyTorch, ONNX; ND4J's OIYX. */
  OIHW,
  /** height, width, input, output: TensorFlow; ND4J's YXIO. */
  HWIO,
  /** output, height, width, input: ND4J's OYXI. */
  OHWI;

  /** The shape, in this order, of a filter with the given sizes. */
  public long[] shape(long outputChannels, long inputChannelsPerGroup, Extent kernel) {
    long height = kernel.height();
    long width = kernel.width();
    return switch (this) {
      case OIHW -> new long[] {outputChannels, inputChannelsPerGroup, height, width};
      case HWIO -> new long[] {height, width, inputChannelsPerGroup, outputChannels};
      case OHWI -> new long[] {outputChannels, height, width, inputChannelsPerGroup};
    };
  }

  /**
   * Rearranges four per-axis numbers (sizes, strides), given in this order, to the order output,
   * input, height, width.
   */
  public long[] toOihw(long[] axes) {
    return switch (this) {
      case OIHW -> axes.clone();
      case HWIO -> new long[] {axes[3], axes[2], axes[0], axes[1]};
      case OHWI -> new long[] {axes[0], axes[3], axes[1], axes[2]};
    };
  }

  /** Names of the axes in this order, for messages. */
  public String axes() {
    return switch (this) {
      case OIHW -> "output channels, input channels per group, kernel height, kernel width";
      case HWIO -> "kernel height, kernel width, input channels per group, output channels";
      case OHWI -> "output channels, kernel height, kernel width, input channels per group";
    };
  }
}
