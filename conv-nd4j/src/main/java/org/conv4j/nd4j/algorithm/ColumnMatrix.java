package org.conv4j.nd4j.algorithm;

import java.util.Arrays;
import org.conv4j.ConvProblem;
import org.conv4j.FilterLayout;
import org.conv4j.TensorLayout;
import org.conv4j.nd4j.gemm.Matrix;
import org.conv4j.nd4j.workspace.DenseArray;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The column matrix of a problem, a tile at a time: for each output position the input elements
 * that the filter's taps meet there, zero where they lie in the padding. With it, and with filter
 * and output seen as matrices, a convolution is a product of matrices. Everything here is written
 * in INDArray operations.
 *
 * <p>Taps are numbered in the order of the filter's memory, so that the filter is a matrix as it
 * is. A tile holds, image after image, a matrix of taps by positions for NCHW and of positions by
 * taps for NHWC, so that the output is one as it is, too.
 */
final class ColumnMatrix {

  private final ConvProblem problem;
  private final long kernelHeight;
  private final long kernelWidth;
  private final long channels;
  private final long outputHeight;
  private final long outputWidth;
  private final boolean channelsLast;
  private final long[] inputStrides;

  ColumnMatrix(ConvProblem problem) {
    this.problem = problem;
    this.kernelHeight = problem.kernel().height();
    this.kernelWidth = problem.kernel().width();
    this.channels = problem.inputChannelsPerGroup();
    this.outputHeight = problem.outputSize().height();
    this.outputWidth = problem.outputSize().width();
    this.channelsLast = problem.layout() == TensorLayout.NHWC;
    this.inputStrides = problem.layout().toNchw(rowMajorStrides(problem.inputShape()));
  }

  /** Number of taps of one group: input channels times kernel size. */
  long taps() {
    return channels * kernelHeight * kernelWidth;
  }

  /** Number of positions of one output image. */
  long positions() {
    return outputHeight * outputWidth;
  }

  /** Fills {@code columns} with the tile's part of the column matrix of {@code input}. */
  void gather(DenseArray input, ColumnTile tile, DenseArray columns) {
    forEachKernelPosition(
        tile,
        slice -> {
          INDArray inColumns = slice.inColumns(columns, slice.all());
          if (slice.clipped()) {
            inColumns.assign(0);
          }
          if (!slice.inside().isEmpty()) {
            slice.inColumns(columns, slice.inside()).assign(slice.inImage(input, slice.inside()));
          }
        });
  }

  /** Adds the tile {@code columns} to the elements of {@code image} it was gathered from. */
  void scatterAdd(DenseArray columns, ColumnTile tile, DenseArray image) {
    forEachKernelPosition(
        tile,
        slice -> {
          if (!slice.inside().isEmpty()) {
            slice.inImage(image, slice.inside()).addi(slice.inColumns(columns, slice.inside()));
          }
        });
  }

  /** One image and group of a tile, as a matrix of taps by positions. */
  Matrix matrix(DenseArray columns, ColumnTile tile, long image, long group) {
    long offset =
        ((image - tile.firstImage()) * tile.groups() * tile.taps()) * tile.positions()
            + (group - tile.firstGroup()) * tile.taps() * (channelsLast ? 1 : tile.positions());
    return channelsLast
        ? new Matrix(columns, offset, tile.taps(), tile.positions(), 1, tile.groups() * tile.taps())
        : new Matrix(columns, offset, tile.taps(), tile.positions(), tile.positions(), 1);
  }

  /** The tile's taps of the filter of one group, as a matrix of output channels by taps. */
  Matrix filter(DenseArray filter, ColumnTile tile, long group) {
    long outputs = problem.outputChannelsPerGroup();
    return problem.filterLayout() == FilterLayout.HWIO
        ? new Matrix(
            filter,
            tile.firstTap() * problem.outputChannels() + group * outputs,
            outputs,
            tile.taps(),
            1,
            problem.outputChannels())
        : new Matrix(
            filter, group * outputs * taps() + tile.firstTap(), outputs, tile.taps(), taps(), 1);
  }

  /** The tile's positions of one output image and group: output channels by positions. */
  Matrix output(DenseArray output, ColumnTile tile, long image, long group) {
    long outputs = problem.outputChannelsPerGroup();
    long firstPosition = tile.firstRow() * outputWidth + tile.firstColumn();
    long all = problem.outputChannels();
    return channelsLast
        ? new Matrix(
            output,
            (image * positions() + firstPosition) * all + group * outputs,
            outputs,
            tile.positions(),
            1,
            all)
        : new Matrix(
            output,
            (image * all + group * outputs) * positions() + firstPosition,
            outputs,
            tile.positions(),
            positions(),
            1);
  }

  /** Visits the slices of a tile that share their place in the kernel. */
  private void forEachKernelPosition(ColumnTile tile, SliceVisitor visitor) {
    boolean channelsInnermost = problem.filterLayout() != FilterLayout.OIHW;
    for (long i = 0; i < kernelHeight; i++) {
      for (long j = 0; j < kernelWidth; j++) {
        long place = i * kernelWidth + j;
        long firstTap = channelsInnermost ? place * channels : place;
        long tapStep = channelsInnermost ? 1 : kernelHeight * kernelWidth;
        long firstChannel = channelAtOrAfter(tile.firstTap(), firstTap, tapStep);
        long endChannel = channelAtOrAfter(tile.endTap(), firstTap, tapStep);
        if (firstChannel < endChannel) {
          visitor.visit(
              new Slice(
                  tile,
                  i * problem.dilation().height() - problem.sides().top(),
                  j * problem.dilation().width() - problem.sides().left(),
                  firstChannel,
                  endChannel,
                  firstTap + firstChannel * tapStep - tile.firstTap(),
                  tapStep));
        }
      }
    }
  }

  /** The first channel whose tap is {@code tap} or later, at most the number of channels. */
  private long channelAtOrAfter(long tap, long firstTap, long tapStep) {
    return Math.max(0, Math.min(channels, -Math.floorDiv(firstTap - tap, tapStep)));
  }

  private static long[] rowMajorStrides(long[] shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape[axis];
    }
    return strides;
  }

  /** Receives the slices of a tile. */
  private interface SliceVisitor {
    void visit(Slice slice);
  }

  /** A rectangle of output positions. */
  private record Rectangle(long firstRow, long endRow, long firstColumn, long endColumn) {
    boolean isEmpty() {
      return firstRow >= endRow || firstColumn >= endColumn;
    }
  }

  /** The part of a tile that belongs to one place in the kernel. */
  private final class Slice {
    private final ColumnTile tile;
    private final long rowShift;
    private final long columnShift;
    private final long firstChannel;
    private final long endChannel;
    private final long firstTapInTile;
    private final long tapStep;
    private final Rectangle all;
    private final Rectangle inside;

    Slice(
        ColumnTile tile,
        long rowShift,
        long columnShift,
        long firstChannel,
        long endChannel,
        long firstTapInTile,
        long tapStep) {
      this.tile = tile;
      this.rowShift = rowShift;
      this.columnShift = columnShift;
      this.firstChannel = firstChannel;
      this.endChannel = endChannel;
      this.firstTapInTile = firstTapInTile;
      this.tapStep = tapStep;
      this.all =
          new Rectangle(tile.firstRow(), tile.endRow(), tile.firstColumn(), tile.endColumn());
      long strideHeight = problem.stride().height();
      long strideWidth = problem.stride().width();
      this.inside =
          new Rectangle(
              Math.max(all.firstRow, firstInside(rowShift, strideHeight)),
              Math.min(all.endRow, endInside(rowShift, strideHeight, problem.inputSize().height())),
              Math.max(all.firstColumn, firstInside(columnShift, strideWidth)),
              Math.min(
                  all.endColumn, endInside(columnShift, strideWidth, problem.inputSize().width())));
    }

    /** All positions of the tile. */
    Rectangle all() {
      return all;
    }

    /** Those of them at which the tap meets the image, not the padding. */
    Rectangle inside() {
      return inside;
    }

    boolean clipped() {
      return !inside.equals(all);
    }

    INDArray inImage(DenseArray image, Rectangle at) {
      long firstRow = at.firstRow * problem.stride().height() + rowShift;
      long firstColumn = at.firstColumn * problem.stride().width() + columnShift;
      return view(
          image,
          tile.firstImage() * inputStrides[0]
              + (tile.firstGroup() * channels + firstChannel) * inputStrides[1]
              + firstRow * inputStrides[2]
              + firstColumn * inputStrides[3],
          at,
          inputStrides[0],
          channels * inputStrides[1],
          inputStrides[1],
          problem.stride().height() * inputStrides[2],
          problem.stride().width() * inputStrides[3]);
    }

    INDArray inColumns(DenseArray columns, Rectangle at) {
      long tapStride = channelsLast ? 1 : tile.positions();
      long positionStride = channelsLast ? tile.groups() * tile.taps() : 1;
      long rowStride = tile.columns() * positionStride;
      return view(
          columns,
          firstTapInTile * tapStride
              + (at.firstRow - all.firstRow) * rowStride
              + (at.firstColumn - all.firstColumn) * positionStride,
          at,
          tile.groups() * tile.taps() * tile.positions(),
          tile.taps() * tapStride,
          tapStep * tapStride,
          rowStride,
          positionStride);
    }

    /** Axes of length 1 are left out: fewer axes are copied faster. */
    private INDArray view(
        DenseArray memory,
        long offset,
        Rectangle at,
        long imageStride,
        long groupStride,
        long channelStride,
        long rowStride,
        long columnStride) {
      long rows = at.endRow - at.firstRow;
      long columns = at.endColumn - at.firstColumn;
      long[] shape;
      long[] strides;
      if (channelsLast) {
        shape = new long[] {tile.images(), rows, columns, tile.groups(), endChannel - firstChannel};
        strides = new long[] {imageStride, rowStride, columnStride, groupStride, channelStride};
      } else {
        shape = new long[] {tile.images(), tile.groups(), endChannel - firstChannel, rows, columns};
        strides = new long[] {imageStride, groupStride, channelStride, rowStride, columnStride};
      }
      int kept = 0;
      for (int axis = 0; axis < shape.length; axis++) {
        if (shape[axis] != 1) {
          shape[kept] = shape[axis];
          strides[kept] = strides[axis];
          kept++;
        }
      }
      if (kept == 0) {
        shape[0] = 1;
        strides[0] = 1;
        kept = 1;
      }
      INDArray array = memory.array();
      return Nd4j.create(
          array.data(),
          Arrays.copyOf(shape, kept),
          Arrays.copyOf(strides, kept),
          array.offset() + offset,
          'c');
    }
  }

  /** The first output index whose tap is not before the image. */
  private static long firstInside(long shift, long stride) {
    return -Math.floorDiv(shift, stride);
  }

  /** The end of the output indices whose tap is not after the image. */
  private static long endInside(long shift, long stride, long size) {
    return Math.floorDiv(size - 1 - shift, stride) + 1;
  }
}
