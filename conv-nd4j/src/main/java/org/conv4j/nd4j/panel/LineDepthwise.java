package org.conv4j.nd4j.panel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.conv4j.nd4j.kernel.LineSums;
import org.conv4j.nd4j.kernel.PitchedLines;
import org.conv4j.nd4j.parallel.Units;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * Depthwise for JVMs without the Vector API. Rows of a plane lie a pitch apart, with zeros between
 * them for padding, so that what a tap reads of all rows is one line, and those of taps above each
 * other are a multiple of the pitch apart. Small planes of the same channel, of several images,
 * make up a line together.
 *
 * <p>In steps of two along rows, all sums are computed, and every other one is wanted: to take the
 * source's columns apart would cost more.
 */
final class LineDepthwise implements DepthwisePlan {

  /** Where rows lie further apart, in terms of their sums, other ways are faster. */
  private static final int MOST_SPREAD = 3;

  /** Where wanted sums are further apart, too many are computed in vain. */
  private static final int MOST_STEP = 2;

  private final Correlation correlation;
  private final Workers workers;
  private final long workspaceBytes;
  private final ImageShape source;
  private final ImageShape destination;
  private final AxisPhases rows;
  private final int[] rowPhases;
  private final int step;
  private final int pitch;
  private final PlaneBlocks blocks;
  private final int imagesAtOnce;
  private final int phaseFloats;
  private final Run[] runs;
  private final PlaneWeights weights;

  private LineDepthwise(Correlation correlation, Workers workers, long workspaceBytes) {
    this.correlation = correlation;
    this.workers = workers;
    this.workspaceBytes = workspaceBytes;
    this.source = correlation.source();
    this.destination = correlation.destination();
    this.rows = new AxisPhases(correlation.rows());
    this.rowPhases = Arrays.stream(rows.sourcePhases(0)).sorted().distinct().toArray();
    AxisPhases columns = new AxisPhases(correlation.columns());
    this.step = columns.sourceStep();
    this.pitch = pitch(correlation);
    this.blocks =
        new PlaneBlocks(
            correlation,
            count -> rowPhases.length * (count + rows.reach()) * pitch,
            correlation.groups());
    int held = blocks.largest() + rows.reach();
    this.imagesAtOnce =
        blocks.count() > 1
            ? 1
            : Math.max(1, Math.min(correlation.images(), LineSums.MOST_PIXELS / (held * pitch)));
    this.phaseFloats = imagesAtOnce * held * pitch;
    this.runs = runs(columns);
    this.weights =
        new PlaneWeights(
            correlation,
            Arrays.stream(runs)
                .flatMapToInt(
                    run ->
                        Arrays.stream(run.rowTaps)
                            .map(i -> i * correlation.kernelWidth() + run.tap))
                .toArray());
  }

  /** Whether this is the way for a correlation of planar tensors. */
  static boolean suits(Correlation correlation) {
    return correlation.rows().phases() == 1
        && correlation.columns().phases() == 1
        && new AxisPhases(correlation.columns()).sourceStep() <= MOST_STEP
        && pitch(correlation)
            <= Math.min(PitchedLines.MOST_PITCH, MOST_SPREAD * sums(correlation.columns()));
  }

  /** This plan, for a correlation that it {@link #suits}. */
  static LineDepthwise of(Correlation correlation, Workers workers, long workspaceBytes) {
    return new LineDepthwise(correlation, workers, workspaceBytes);
  }

  /** Sums of a row, wanted or not. */
  private static int sums(AxisTaps columns) {
    return (columns.size() - 1) * new AxisPhases(columns).sourceStep() + 1;
  }

  /** What a tap reads beyond either end of a row is zeros, up to another row. */
  private static int pitch(Correlation correlation) {
    AxisTaps columns = correlation.columns();
    int lowest = columns.base(0) + Arrays.stream(columns.shifts(0)).min().orElse(0);
    int highest = columns.base(0) + Arrays.stream(columns.shifts(0)).max().orElse(0);
    int width = correlation.sourceWidth();
    return PitchedLines.pitch(
        Math.max(width - Math.min(0, lowest), sums(columns) + Math.max(0, highest)));
  }

  private Run[] runs(AxisPhases columns) {
    List<Run> found = new ArrayList<>();
    for (int tap = 0; tap < columns.taps(0).length; tap++) {
      int column = columns.sourcePhases(0)[tap] + columns.shifts(0)[tap] * step;
      for (int place = 0; place < rowPhases.length; place++) {
        addRuns(found, place, columns.taps(0)[tap], column);
      }
    }
    return found.toArray(Run[]::new);
  }

  /** Taps of one column that read one phase of the rows, as few runs of them as there can be. */
  private void addRuns(List<Run> found, int place, int columnTap, int column) {
    int[] shifts = rows.shifts(0);
    int[] below =
        IntStream.range(0, shifts.length)
            .filter(i -> rows.sourcePhases(0)[i] == rowPhases[place])
            .boxed()
            .sorted((i, j) -> Integer.compare(shifts[i], shifts[j]))
            .mapToInt(i -> i)
            .toArray();
    for (int from = 0; from < below.length; ) {
      int end = from + 1;
      while (end < below.length
          && end < from + PitchedLines.MOST_LINES
          && shifts[below[end]] == shifts[below[end - 1]] + 1) {
        end++;
      }
      found.add(
          new Run(
              place * phaseFloats + (shifts[below[from]] - rows.lowest()) * pitch + column,
              columnTap,
              Arrays.stream(below, from, end).map(i -> rows.taps(0)[i]).toArray()));
      from = end;
    }
  }

  /**
   * Rows come first, phase by phase between two of zeros, then the planes as they are in memory.
   */
  @Override
  public long taskFloats() {
    return destinationOffset() + imagesAtOnce * blocks.destinationFloats();
  }

  private long sourceOffset() {
    return (long) rowPhases.length * phaseFloats + 2L * pitch;
  }

  private long destinationOffset() {
    return sourceOffset() + imagesAtOnce * blocks.sourceFloats();
  }

  @Override
  public long sharedFloats() {
    return weights.floats();
  }

  @Override
  public void execute(
      FloatMemory source, FloatMemory filter, FloatMemory bias, FloatMemory destination) {
    try (Workspace.Frame frame = Workspace.ofThread().open(workspaceBytes)) {
      float[] shared = frame.floats(sharedFloats(), taskFloats());
      weights.read(filter, bias, shared);
      int perImages = blocks.groups() * blocks.count();
      int units = ceilDiv(correlation.images(), imagesAtOnce) * perImages;
      Units.run(
          workers,
          units,
          workspaceBytes,
          taskFrame -> {
            Task work = new Task(source, shared, taskFrame.floats(taskFloats()), destination);
            return unit ->
                work.compute(
                    unit / perImages * imagesAtOnce,
                    unit % perImages / blocks.count() * blocks.planesAtOnce(),
                    unit % blocks.count());
          });
    }
  }

  private static int ceilDiv(int a, int b) {
    return -Math.floorDiv(-a, b);
  }

  /**
   * Taps above each other that read neighbouring rows of one phase.
   *
   * @param at where the first reads for the first sum, counted from the first row in memory
   * @param tap the column of the kernel that they are in
   * @param rowTaps which row of it each is in
   */
  private record Run(int at, int tap, int[] rowTaps) {}

  /** One thread's units, one after the other. */
  private final class Task {
    private final FloatMemory from;
    private final FloatMemory to;
    private final float[] shared;
    private final float[] own;
    private final LineSums sums = LineSums.ofThread();

    Task(FloatMemory from, float[] shared, float[] own, FloatMemory to) {
      this.from = from;
      this.to = to;
      this.shared = shared;
      this.own = own;
      Arrays.fill(own, 0, (int) sourceOffset(), 0);
    }

    /** Computes a block of some channels of some images. */
    void compute(int firstImage, int firstChannel, int index) {
      PlaneBlocks.Block block = blocks.block(index);
      int images = Math.min(imagesAtOnce, correlation.images() - firstImage);
      int channels = blocks.planesFrom(firstChannel);
      int sourceFloats = block.source().count() * source.width();
      int floats = block.destination().count() * destination.width();
      int sourceAt = (int) sourceOffset();
      int at = (int) destinationOffset();
      for (int image = 0; image < images; image++) {
        long plane = (long) (firstImage + image) * correlation.groups() + firstChannel;
        from.read(
            (plane * source.height() + block.source().first()) * source.width(),
            own,
            sourceAt + image * channels * sourceFloats,
            channels * sourceFloats);
      }
      for (int channel = 0; channel < channels; channel++) {
        for (int image = 0; image < images; image++) {
          load(block, image, sourceAt + (image * channels + channel) * sourceFloats);
        }
        multiply(block, images, firstChannel + channel, at + channel * floats, channels * floats);
      }
      for (int image = 0; image < images; image++) {
        long plane = (long) (firstImage + image) * correlation.groups() + firstChannel;
        to.write(
            own,
            at + image * channels * floats,
            channels * floats,
            (plane * destination.height() + block.destination().first()) * destination.width());
      }
    }

    private void load(PlaneBlocks.Block block, int image, int at) {
      int held = block.rows() + rows.reach();
      for (int place = 0; place < rowPhases.length; place++) {
        load(block, rowPhases[place], at, pitch + place * phaseFloats + image * held * pitch);
      }
    }

    /** Copies rows of one phase; those that do not exist are zeros. */
    private void load(PlaneBlocks.Block block, int phase, int at, int to) {
      int width = source.width();
      int every = rows.sourceStep();
      int above = block.fromRow() + rows.lowest();
      int held = block.rows() + rows.reach();
      int begin = Math.min(held, Math.max(0, ceilDiv(-phase, every) - above));
      int end = Math.max(begin, Math.min(held, ceilDiv(source.height() - phase, every) - above));
      Arrays.fill(own, to, to + begin * pitch, 0);
      Arrays.fill(own, to + end * pitch, to + held * pitch, 0);
      int row = at + ((above + begin) * every + phase - block.source().first()) * width;
      for (int i = begin; i < end; i++, row += every * width) {
        System.arraycopy(own, row, own, to + i * pitch, width);
      }
    }

    /** Rows of all images follow each other; sums of those between them are not wanted. */
    private void multiply(PlaneBlocks.Block block, int images, int channel, int to, int toImage) {
      int held = block.rows() + rows.reach();
      int all = images * held - rows.reach();
      int most = LineSums.MOST_PIXELS / pitch;
      for (int first = 0; first < all; first += most) {
        int count = Math.min(most, all - first);
        add(first, count, channel);
        for (int row = first; row < first + count; row++) {
          if (row % held < block.rows()) {
            int at = to + row / held * toImage + row % held * destination.width();
            sums.write((row - first) * pitch, step, destination.width(), own, at);
          }
        }
      }
    }

    private void add(int row, int count, int channel) {
      int pixels = count * pitch;
      sums.begin(shared[channel], pixels);
      int at = (row + 1) * pitch;
      int w = weights.offset(channel);
      for (Run run : runs) {
        int lines = run.rowTaps.length;
        sums.add(pixels, own, at + run.at, pitch, lines, shared, w);
        w += lines;
      }
    }
  }
}
