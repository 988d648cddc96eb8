package org.conv4j.nd4j.panel;

import org.conv4j.TensorLayout;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.workspace.FloatMemory;

/**
 * Padded, interleaved panels of a source whose channels do not mix: of one vector of channels if
 * the tensor is planar, of all channels otherwise.
 */
final class ChannelSlices {

  private final ImageShape shape;
  private final Kernels kernels;
  private final int lanes;
  private final ImagePanel form;
  private final ImagePanel loader;
  private final int pixels;

  /**
   * Panels.
   *
   * @param columns the columns of a panel; may reach into the padding
   * @param step distance between neighbouring rows of a panel, in the tensor
   * @param rows the most rows that a panel has
   */
  ChannelSlices(ImageShape shape, Kernels kernels, AxisTaps.Span columns, int step, int rows) {
    this.shape = shape;
    this.kernels = kernels;
    this.lanes = kernels.lanes();
    this.pixels = rows * columns.count();
    ImageShape interleaved =
        new ImageShape(
            shape.images(), shape.channels(), shape.height(), shape.width(), TensorLayout.NHWC);
    int stride = shape.planar() ? lanes : shape.channels();
    this.form = new ImagePanel(interleaved, columns, step, rows, stride);
    this.loader = shape.planar() ? new ImagePanel(shape, columns, step, rows, lanes) : form;
  }

  /** Where pixels lie in a panel. */
  ImagePanel form() {
    return form;
  }

  /** Number of slices. */
  int count() {
    return shape.planar() ? (shape.channels() + lanes - 1) / lanes : 1;
  }

  /** The first channel of a slice. */
  int first(int slice) {
    return slice * lanes;
  }

  /** Channels of a slice. */
  int channels(int slice) {
    return shape.planar() ? Math.min(lanes, shape.channels() - first(slice)) : shape.channels();
  }

  /** Vectors of a slice. */
  int vectors(int slice) {
    return (channels(slice) + lanes - 1) / lanes;
  }

  /** Floats that a panel takes, those included that a kernel reads beyond the last channel. */
  int floats() {
    return (pixels + lanes) * form.columnStride() + lanes;
  }

  /** Floats of scratch that {@link #load} needs. */
  int scratch() {
    return shape.planar() ? loader.floats() + lanes : 0;
  }

  /** Loads the panel of a slice. */
  void load(
      FloatMemory memory,
      RowBlocks.Block block,
      AxisTaps.Span reach,
      int slice,
      float[] scratch,
      int scratchAt,
      float[] to,
      int at) {
    if (!shape.planar()) {
      loader.load(memory, block, reach, 0, shape.channels(), to, at);
      return;
    }
    loader.load(memory, block, reach, first(slice), channels(slice), scratch, scratchAt);
    kernels.interleave(
        scratch,
        scratchAt,
        loader.channelStride(),
        block.images() * reach.count() * loader.rowStride(),
        to,
        at,
        lanes);
  }
}
