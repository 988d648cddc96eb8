package org.conv4j.nd4j.algorithm;

import java.util.Optional;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.Extent;
import org.conv4j.FilterLayout;
import org.conv4j.Sides;
import org.conv4j.TensorLayout;
import org.conv4j.nd4j.gemm.Gemm;
import org.conv4j.nd4j.gemm.Matrix;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.DenseArray;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * The filter gradient of 1x1 kernels for oneDNN, which multiplies slowly by a matrix that is stored
 * by columns, as channels by positions are: so the operand of fewer channels is transposed, image
 * by image, and the other one multiplied by it,
 *
 * <pre>
 * filter gradient [outputs x channels] = output gradient [outputs x positions]
 *     x transposed input [positions x channels]
 * </pre>
 *
 * or, where there are fewer outputs, with the two exchanged. Images are divided into parts with
 * sums of their own, which are added in order.
 *
 * <p>Milliseconds at batch 8, two threads, and by BLAS, which transposes as it packs: 64 to 256 @
 * 56 4.9 and 5.7, 256 to 128 @ 56 9.1 and 10.2, 128 to 512 @ 28 4.3 and 5.0, 256 to 512 @ 56 in
 * steps of two 9.8 and 11.2, 512 @ 14 4.1 and 4.5, 16 to 96 @ 112 2.6 and 4.4, 32 to 64 @ 112 3.2
 * and 4.0; but 64 to 64 @ 56 1.6 to 1.8 and 1.5.
 */
final class TransposedFilterGradient implements FilterGradientPlan {

  /** Positions of a plane from which on a product of one image is fast: 14 x 14, but not 7 x 7. */
  private static final long LEAST_PLANE = 128;

  /** Channels that are worth a product. */
  private static final long LEAST_CHANNELS = 16;

  /** From so many channels on either side, there have to be some more on the other one. */
  private static final long MANY_CHANNELS = 64;

  /** Parts wanted; a power of two divides images alike. */
  private static final int MOST_PARTS = 8;

  /** Parts wanted of small planes: each has several images, and adds to the same sums. */
  private static final int MOST_PARTS_OF_SMALL_PLANES = 4;

  /** Positions of a plane that is not small. */
  private static final int LARGE_PLANE = 512;

  /** Floats of transposed positions in an array: a quarter of a second-level cache. */
  private static final int TILE = 64 << 10;

  /** Rows that are transposed at once. */
  private static final int ROWS = 8;

  private final Limits limits;
  private final boolean outputsFewer;
  private final Side fewer;
  private final Side more;
  private final int images;
  private final int positions;
  private final int parts;
  private final boolean asStored;

  private TransposedFilterGradient(ConvProblem problem, Limits limits) {
    this.limits = limits;
    Extent grid = problem.outputSize();
    Side input = new Side(problem.inputChannels(), problem.inputSize(), problem.stride(), grid);
    Side output = new Side(problem.outputChannels(), grid, Extent.square(1), grid);
    this.outputsFewer = output.channels < input.channels;
    this.fewer = outputsFewer ? output : input;
    this.more = outputsFewer ? input : output;
    this.images = Math.toIntExact(problem.batch());
    this.positions = Math.toIntExact(grid.height() * grid.width());
    this.parts = parts();
    this.asStored = outputsFewer == (problem.filterLayout() == FilterLayout.HWIO);
  }

  /** This plan, where it is the faster one. */
  static Optional<FilterGradientPlan> of(ConvProblem problem, Limits limits) {
    boolean suits =
        limits.machine().oneDnn()
            && problem.elementType() == ElementType.FLOAT32
            && problem.layout() == TensorLayout.NCHW
            && problem.kernel().equals(Extent.square(1))
            && problem.sides().equals(Sides.NONE)
            && problem.groups() == 1
            && problem.outputSize().height() * problem.outputSize().width() >= LEAST_PLANE
            && enough(problem);
    return suits
        ? Optional.of(new TransposedFilterGradient(problem, limits))
            .filter(plan -> plan.parts > 1 && plan.more.whole() && plan.fits())
            .map(plan -> plan)
        : Optional.empty();
  }

  private static boolean enough(ConvProblem problem) {
    long fewer = Math.min(problem.inputChannels(), problem.outputChannels());
    long more = Math.max(problem.inputChannels(), problem.outputChannels());
    return fewer >= LEAST_CHANNELS && (fewer < MANY_CHANNELS || 2 * more >= 3 * MANY_CHANNELS);
  }

  private long sums() {
    return fewer.channels * more.channels;
  }

  /** Sums take half of the workspace, and what a task needs the other half. */
  private long half() {
    return limits.workspaceBytes() / 2 / Float.BYTES;
  }

  private int parts() {
    int wanted = positions < LARGE_PLANE ? MOST_PARTS_OF_SMALL_PLANES : MOST_PARTS;
    while (wanted > 1 && (wanted > images || wanted * sums() > half())) {
      wanted /= 2;
    }
    return wanted;
  }

  private boolean fits() {
    return taskFloats() <= half();
  }

  private long taskFloats() {
    return positions * fewer.channels + tileFloats() + rowFloats();
  }

  private long tileFloats() {
    return tileRows() * fewer.grid.width() * fewer.channels;
  }

  private long rowFloats() {
    return ROWS * tileRows() * fewer.rowFloats();
  }

  /** Rows of the grid that are transposed at once. */
  private long tileRows() {
    long floatsOfRow = fewer.grid.width() * fewer.channels;
    return Math.max(1, Math.min(fewer.grid.height(), TILE / floatsOfRow));
  }

  @Override
  public void execute(DenseArray input, DenseArray outputGradient, DenseArray filterGradient) {
    FloatMemory small = FloatMemory.of(outputsFewer ? outputGradient : input);
    DenseArray large = outputsFewer ? input : outputGradient;
    try (Gemm gemm = Gemm.open();
        Workspace.Frame frame = Workspace.ofThread().open(limits.workspaceBytes())) {
      DenseArray[] sums = sums(filterGradient, frame);
      Workers.shared()
          .run(
              parts,
              limits.workspaceBytes(),
              (part, workspace) -> {
                Transposer transposer = new Transposer(small, workspace);
                int first = images * part / parts;
                int end = images * (part + 1) / parts;
                for (int image = first; image < end; image++) {
                  gemm.multiply(
                      more.image(large, image),
                      transposer.transpose(image),
                      image > first,
                      new Matrix(sums[part], 0, more.channels, fewer.channels, fewer.channels, 1));
                }
              });
      PartialSums.add(gemm, limits, ElementType.FLOAT32, sums(), sums);
      if (!asStored) {
        place(FloatMemory.of(sums[0]), FloatMemory.of(filterGradient), frame);
      }
    }
  }

  /** Memory for the sums of each part; those of the first are the result, if they can be. */
  private DenseArray[] sums(DenseArray filterGradient, Workspace.Frame frame) {
    DenseArray[] sums = new DenseArray[parts];
    for (int part = 0; part < parts; part++) {
      sums[part] =
          part == 0 && asStored
              ? filterGradient
              : frame.elements(
                  ElementType.FLOAT32, sums(), (parts - 1 - part) * sums() + taskFloats());
    }
    return sums;
  }

  /** Transposes the sums. */
  private void place(FloatMemory sums, FloatMemory filterGradient, Workspace.Frame frame) {
    int rows = (int) Math.max(1, Math.min(more.channels, TILE / fewer.channels / 2));
    int columns = (int) fewer.channels;
    float[] from = frame.floats((long) rows * columns);
    float[] to = frame.floats((long) rows * columns);
    for (long first = 0; first < more.channels; first += rows) {
      int count = (int) Math.min(rows, more.channels - first);
      sums.read(first * columns, from, 0, count * columns);
      for (int row = 0; row < count; row += ROWS) {
        transpose(
            from, row * columns, columns, Math.min(ROWS, count - row), 1, columns, to, row, count);
      }
      for (int column = 0; column < columns; column++) {
        filterGradient.write(to, column * count, count, column * more.channels + first);
      }
    }
  }

  /**
   * Puts {@code rows} rows next to each other: {@code to[at + i * pitch + row] = from[f + row *
   * rowPitch + i * step]} for {@code count} elements of each.
   */
  private static void transpose(
      float[] from,
      int f,
      int rowPitch,
      int rows,
      int step,
      int count,
      float[] to,
      int at,
      int pitch) {
    if (rows < ROWS) {
      for (int row = 0; row < rows; row++) {
        for (int i = 0; i < count; i++) {
          to[at + i * pitch + row] = from[f + row * rowPitch + i * step];
        }
      }
      return;
    }
    int b = rowPitch;
    int c = 2 * rowPitch;
    int d = 3 * rowPitch;
    int e = 4 * rowPitch;
    int g = 5 * rowPitch;
    int h = 6 * rowPitch;
    int k = 7 * rowPitch;
    for (int i = 0, x = f, y = at; i < count; i++, x += step, y += pitch) {
      to[y] = from[x];
      to[y + 1] = from[x + b];
      to[y + 2] = from[x + c];
      to[y + 3] = from[x + d];
      to[y + 4] = from[x + e];
      to[y + 5] = from[x + g];
      to[y + 6] = from[x + h];
      to[y + 7] = from[x + k];
    }
  }

  /** One thread's images, one after the other. */
  private final class Transposer {
    private final FloatMemory from;
    private final DenseArray scratch;
    private final FloatMemory to;
    private final float[] rows;
    private final float[] tile;

    Transposer(FloatMemory from, Workspace.Frame workspace) {
      this.from = from;
      this.scratch =
          workspace.elements(
              ElementType.FLOAT32, positions * fewer.channels, tileFloats() + rowFloats());
      this.to = FloatMemory.of(scratch);
      this.rows = workspace.floats(rowFloats(), tileFloats());
      this.tile = workspace.floats(tileFloats());
    }

    /** Positions by channels of an image. */
    Matrix transpose(int image) {
      int channels = (int) fewer.channels;
      int width = (int) fewer.grid.width();
      int height = (int) fewer.grid.height();
      int most = (int) tileRows();
      for (int first = 0; first < height; first += most) {
        int count = Math.min(most, height - first);
        for (int channel = 0; channel < channels; channel += ROWS) {
          int together = Math.min(ROWS, channels - channel);
          load(image, channel, together, first, count);
          place(count, together, channel);
        }
        to.write(tile, 0, count * width * channels, (long) first * width * channels);
      }
      return new Matrix(scratch, 0, positions, channels, channels, 1);
    }

    private void load(int image, int channel, int together, int first, int count) {
      int floats = (int) fewer.rowFloats();
      for (int i = 0; i < together; i++) {
        long plane = fewer.plane(image, channel + i);
        if (fewer.whole()) {
          from.read(plane + (long) first * floats, rows, i * count * floats, count * floats);
        } else {
          for (int row = 0; row < count; row++) {
            from.read(
                plane + (first + row) * fewer.step.height() * fewer.size.width(),
                rows,
                (i * count + row) * floats,
                floats);
          }
        }
      }
    }

    private void place(int count, int together, int channel) {
      int channels = (int) fewer.channels;
      int width = (int) fewer.grid.width();
      int floats = (int) fewer.rowFloats();
      if (fewer.whole()) {
        TransposedFilterGradient.transpose(
            rows, 0, count * floats, together, 1, count * width, tile, channel, channels);
        return;
      }
      for (int row = 0; row < count; row++) {
        TransposedFilterGradient.transpose(
            rows,
            row * floats,
            count * floats,
            together,
            (int) fewer.step.width(),
            width,
            tile,
            row * width * channels + channel,
            channels);
      }
    }
  }

  /**
   * Images, of which a grid of pixels takes part.
   *
   * @param step from one pixel of the grid to the next
   * @param grid size of the grid
   */
  private record Side(long channels, Extent size, Extent step, Extent grid) {

    boolean whole() {
      return step.equals(Extent.square(1));
    }

    long plane(long image, long channel) {
      return (image * channels + channel) * size.height() * size.width();
    }

    /** Floats of a row, up to the last pixel that takes part. */
    long rowFloats() {
      return (grid.width() - 1) * step.width() + 1;
    }

    Matrix image(DenseArray array, long image) {
      long pixels = size.height() * size.width();
      return new Matrix(array, plane(image, 0), channels, pixels, pixels, 1);
    }
  }
}
