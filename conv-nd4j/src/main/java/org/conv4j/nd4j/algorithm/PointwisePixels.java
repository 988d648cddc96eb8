package org.conv4j.nd4j.algorithm;

import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.Extent;
import org.conv4j.FilterLayout;
import org.conv4j.Sides;
import org.conv4j.TensorLayout;
import org.conv4j.nd4j.gemm.Matrix;
import org.conv4j.nd4j.workspace.DenseArray;
import org.conv4j.nd4j.workspace.ElementMemory;
import org.conv4j.nd4j.workspace.NativeMemory;

/**
 * The operands of a problem with a 1x1 kernel as matrices of channels by positions, one for each
 * <em>slab</em>: an image; or, where channels come last and input and output pixels correspond one
 * to one, the whole batch.
 *
 * <p>Where pixels correspond, the input is such a matrix as it is. Where a stride skips pixels or
 * padding adds some, those that the outputs meet are gathered first, zeros for the padding.
 */
final class PointwisePixels {

  private final PlaneGrid grid;
  private final long outputWidth;
  private final Extent inputSize;
  private final Extent stride;
  private final Sides sides;
  private final boolean channelsLast;
  private final boolean inPlace;
  private final long inputChannels;
  private final long outputChannels;
  private final long channelsPerGroup;
  private final long outputsPerGroup;
  private final boolean outputsInnermost;
  private final ElementType type;
  private final long slabs;
  private final long positions;

  PointwisePixels(ConvProblem problem) {
    Extent outputSize = problem.outputSize();
    this.grid = PlaneGrid.input(problem);
    this.outputWidth = outputSize.width();
    this.inputSize = problem.inputSize();
    this.stride = problem.stride();
    this.sides = problem.sides();
    this.channelsLast = problem.layout() == TensorLayout.NHWC;
    this.inPlace = stride.equals(Extent.square(1)) && sides.equals(Sides.NONE);
    this.inputChannels = problem.inputChannels();
    this.outputChannels = problem.outputChannels();
    this.channelsPerGroup = problem.inputChannelsPerGroup();
    this.outputsPerGroup = problem.outputChannelsPerGroup();
    this.outputsInnermost = problem.filterLayout() == FilterLayout.HWIO;
    this.type = problem.elementType();
    long image = outputSize.height() * outputSize.width();
    boolean oneSlab = inPlace && channelsLast;
    this.slabs = oneSlab ? 1 : problem.batch();
    this.positions = oneSlab ? problem.batch() * image : image;
  }

  /** Whether input pixels are used where they are, without being gathered. */
  boolean inPlace() {
    return inPlace;
  }

  /** Number of slabs. */
  long slabs() {
    return slabs;
  }

  /** Output positions of one slab. */
  long positions() {
    return positions;
  }

  /** Some output channels of a group, at the positions of {@code part}. */
  Matrix output(DenseArray output, Part part, long firstOutput, long outputs) {
    return view(output, outputChannels, part, part.group * outputsPerGroup + firstOutput, outputs);
  }

  /** Some output channels by some input channels of a group. */
  Matrix filter(
      DenseArray filter,
      long group,
      long firstOutput,
      long outputs,
      long firstChannel,
      long channels) {
    long output = group * outputsPerGroup + firstOutput;
    return outputsInnermost
        ? new Matrix(
            filter, firstChannel * outputChannels + output, outputs, channels, 1, outputChannels)
        : new Matrix(
            filter,
            output * channelsPerGroup + firstChannel,
            outputs,
            channels,
            channelsPerGroup,
            1);
  }

  /**
   * Some input channels of a group at the input pixels that the positions of {@code part} meet; not
   * to be written.
   *
   * @param scratch where they are gathered, if they must be
   */
  Matrix read(DenseArray input, Part part, long firstChannel, long channels, DenseArray scratch) {
    if (inPlace) {
      return inputView(input, part, firstChannel, channels);
    }
    Matrix gathered = scratchMatrix(scratch, part, channels);
    ElementMemory from = ElementMemory.of(input);
    ElementMemory to = ElementMemory.of(scratch);
    if (areGrids(part)) {
      grid.gather(from, part.slab, 1, channel(part, firstChannel), channels, to);
      return gathered;
    }
    NativeMemory.clear(scratch.address(), channels * part.count * type.bytes());
    forEachRun(
        part,
        channels,
        (channel, count, firstPixel, offset, pixels) ->
            copy(
                inImage(from, part, firstPixel, firstChannel + channel),
                inScratch(to, gathered, channel, offset),
                count,
                pixels));
    return gathered;
  }

  /**
   * Where to compute what {@link #deliver} puts into the image: the image itself if pixels
   * correspond, otherwise {@code scratch}.
   */
  Matrix target(DenseArray image, Part part, long firstChannel, long channels, DenseArray scratch) {
    return inPlace
        ? inputView(image, part, firstChannel, channels)
        : scratchMatrix(scratch, part, channels);
  }

  /** Copies a computed {@link #target} to the pixels of the image that its positions meet. */
  void deliver(Matrix target, DenseArray scratch, DenseArray image, Part part, long firstChannel) {
    if (inPlace) {
      return;
    }
    ElementMemory from = ElementMemory.of(scratch);
    ElementMemory to = ElementMemory.of(image);
    if (areGrids(part)) {
      grid.scatter(from, part.slab, 1, channel(part, firstChannel), target.rows(), to);
      return;
    }
    forEachRun(
        part,
        target.rows(),
        (channel, count, firstPixel, offset, pixels) ->
            copy(
                inScratch(from, target, channel, offset),
                inImage(to, part, firstPixel, firstChannel + channel),
                count,
                pixels));
  }

  /**
   * Whether parts of {@code count} positions are whole planes, of which every pixel of a grid takes
   * part: then {@link #deliver} writes what lies between, too.
   */
  boolean areGrids(long count) {
    return !inPlace && !channelsLast && sides.equals(Sides.NONE) && count == positions;
  }

  private boolean areGrids(Part part) {
    return areGrids(part.count);
  }

  private long channel(Part part, long channel) {
    return part.group * channelsPerGroup + channel;
  }

  private Matrix inputView(DenseArray input, Part part, long firstChannel, long channels) {
    return view(input, inputChannels, part, channel(part, firstChannel), channels);
  }

  private Matrix view(
      DenseArray array, long allChannels, Part part, long firstChannel, long channels) {
    return channelsLast
        ? new Matrix(
            array,
            (part.slab * positions + part.first) * allChannels + firstChannel,
            channels,
            part.count,
            1,
            allChannels)
        : new Matrix(
            array,
            (part.slab * allChannels + firstChannel) * positions + part.first,
            channels,
            part.count,
            positions,
            1);
  }

  private Matrix scratchMatrix(DenseArray scratch, Part part, long channels) {
    return channelsLast
        ? new Matrix(scratch, 0, channels, part.count, 1, channels)
        : new Matrix(scratch, 0, channels, part.count, part.count, 1);
  }

  private Strip inImage(ElementMemory image, Part part, long pixel, long firstChannel) {
    long plane = inputSize.height() * inputSize.width();
    long channel = channel(part, firstChannel);
    long index =
        channelsLast
            ? (part.slab * plane + pixel) * inputChannels + channel
            : (part.slab * inputChannels + channel) * plane + pixel;
    return new Strip(
        image,
        index,
        channelsLast ? 1 : plane,
        stride.width() * (channelsLast ? inputChannels : 1));
  }

  private Strip inScratch(ElementMemory scratch, Matrix matrix, long channel, long position) {
    return new Strip(
        scratch,
        channel * matrix.rowStride() + position * matrix.columnStride(),
        matrix.rowStride(),
        matrix.columnStride());
  }

  private void copy(Strip from, Strip to, long channels, long count) {
    if (channelsLast) {
      for (long i = 0; i < count; i++) {
        from.memory.copy(
            from.first + i * from.positionStride,
            channels,
            to.memory,
            to.first + i * to.positionStride);
      }
    } else {
      for (long c = 0; c < channels; c++) {
        from.memory.copy(
            from.first + c * from.channelStride,
            from.positionStride,
            count,
            to.memory,
            to.first + c * to.channelStride,
            to.positionStride);
      }
    }
  }

  /**
   * Neighbouring positions in some channels.
   *
   * @param first index of the first position in the first channel
   * @param channelStride elements from one channel to the next
   * @param positionStride elements from one position to the next
   */
  private record Strip(ElementMemory memory, long first, long channelStride, long positionStride) {}

  /** Visits what meets the image, in the order in which it lies there. */
  private void forEachRun(Part part, long channels, RunVisitor visitor) {
    if (channelsLast) {
      forEachRun(part, 0, channels, visitor);
      return;
    }
    for (long channel = 0; channel < channels; channel++) {
      forEachRun(part, channel, 1, visitor);
    }
  }

  /** Visits the positions that meet the image, a run within one row at a time. */
  private void forEachRun(Part part, long channel, long channels, RunVisitor visitor) {
    long firstColumn = -Math.floorDiv(-sides.left(), stride.width());
    long endColumn = Math.floorDiv(inputSize.width() - 1 + sides.left(), stride.width()) + 1;
    long end = part.first + part.count;
    for (long row = part.first / outputWidth; row * outputWidth < end; row++) {
      long inputRow = row * stride.height() - sides.top();
      if (inputRow < 0 || inputRow >= inputSize.height()) {
        continue;
      }
      long rowStart = row * outputWidth;
      long first = Math.max(Math.max(firstColumn, 0), part.first - rowStart);
      long last = Math.min(Math.min(endColumn, outputWidth), end - rowStart);
      if (first < last) {
        long inputColumn = first * stride.width() - sides.left();
        visitor.visit(
            channel,
            channels,
            inputRow * inputSize.width() + inputColumn,
            rowStart + first - part.first,
            last - first);
      }
    }
  }

  /**
   * A piece of the work.
   *
   * @param slab which slab
   * @param group which group
   * @param first its first position
   * @param count number of its positions
   */
  record Part(long slab, long group, long first, long count) {}

  /** Receives runs. */
  private interface RunVisitor {
    /**
     * Pixels from {@code offset} on, counted within the part, and from {@code firstPixel} on in the
     * image, of channels {@code channel} to {@code channel + channels - 1}.
     */
    void visit(long channel, long channels, long firstPixel, long offset, long pixels);
  }
}
