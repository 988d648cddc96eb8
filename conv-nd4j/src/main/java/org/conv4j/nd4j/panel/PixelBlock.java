package org.conv4j.nd4j.panel;

import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.workspace.FloatMemory;

/**
 * Whole rows of a tensor as an interleaved block in a Java array: pixel by pixel, {@code stride}
 * floats apart, channels side by side.
 */
public final class PixelBlock {

  private final ImageShape shape;
  private final Kernels kernels;
  private final int stride;

  /**
   * Blocks of a tensor.
   *
   * @param stride floats from one pixel to the next; a multiple of the kernels' lanes
   */
  public PixelBlock(ImageShape shape, Kernels kernels, int stride) {
    this.shape = shape;
    this.kernels = kernels;
    this.stride = stride;
  }

  /** Floats that a block of {@code pixels} pixels takes. */
  public int floats(int pixels) {
    return roundUp(pixels) * stride;
  }

  /** Floats of scratch that {@link #load} and {@link #store} need. */
  public int scratch(int pixels) {
    return shape.planar() ? roundUp(pixels) * kernels.lanes() : 0;
  }

  /** Reads channels {@code channel} to {@code channel + count - 1} of a block of rows. */
  public void load(
      FloatMemory memory,
      RowBlocks.Block block,
      int channel,
      int count,
      float[] scratch,
      int scratchAt,
      float[] to,
      int at) {
    int run = block.rows() * shape.width();
    int pixels = block.images() * run;
    if (!shape.planar()) {
      int pixel = at;
      for (int image = block.fromImage(); image < block.toImage(); image++) {
        long source = shape.index(image, channel, block.fromRow(), 0);
        if (count == shape.channels() && count == stride) {
          memory.read(source, to, pixel, run * count);
          pixel += run * stride;
        } else {
          for (int i = 0; i < run; i++, pixel += stride, source += shape.channels()) {
            memory.read(source, to, pixel, count);
          }
        }
      }
      return;
    }
    int plane = roundUp(pixels);
    for (int first = 0; first < count; first += kernels.lanes()) {
      int lanes = Math.min(kernels.lanes(), count - first);
      for (int lane = 0; lane < lanes; lane++) {
        int row = scratchAt + lane * plane;
        for (int image = block.fromImage(); image < block.toImage(); image++, row += run) {
          memory.read(
              shape.index(image, channel + first + lane, block.fromRow(), 0), scratch, row, run);
        }
      }
      kernels.interleave(scratch, scratchAt, plane, pixels, to, at + first, stride);
    }
  }

  /** Writes channels {@code channel} to {@code channel + count - 1} of a block of rows. */
  public void store(
      float[] from,
      int at,
      float[] scratch,
      int scratchAt,
      FloatMemory memory,
      RowBlocks.Block block,
      int channel,
      int count) {
    int run = block.rows() * shape.width();
    int pixels = block.images() * run;
    if (!shape.planar()) {
      int pixel = at;
      for (int image = block.fromImage(); image < block.toImage(); image++) {
        long target = shape.index(image, channel, block.fromRow(), 0);
        if (count == shape.channels() && count == stride) {
          memory.write(from, pixel, run * count, target);
          pixel += run * stride;
        } else {
          for (int i = 0; i < run; i++, pixel += stride, target += shape.channels()) {
            memory.write(from, pixel, count, target);
          }
        }
      }
      return;
    }
    int plane = roundUp(pixels);
    for (int first = 0; first < count; first += kernels.lanes()) {
      kernels.deinterleave(from, at + first, stride, pixels, scratch, scratchAt, plane);
      int lanes = Math.min(kernels.lanes(), count - first);
      for (int lane = 0; lane < lanes; lane++) {
        int row = scratchAt + lane * plane;
        for (int image = block.fromImage(); image < block.toImage(); image++, row += run) {
          memory.write(
              scratch, row, run, shape.index(image, channel + first + lane, block.fromRow(), 0));
        }
      }
    }
  }

  private int roundUp(int pixels) {
    return (pixels + kernels.lanes() - 1) / kernels.lanes() * kernels.lanes();
  }
}
