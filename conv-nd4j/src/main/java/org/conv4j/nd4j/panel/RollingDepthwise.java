package org.conv4j.nd4j.panel;

import java.util.Arrays;
import java.util.Optional;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.parallel.Units;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * As {@link PlanarDepthwise}, for planes that are not small: a few rows are copied, multiplied, and
 * their results copied back before the next. No row is copied twice, all stays in a first-level
 * cache, and the processor, which foresees what is read row after row, fetches the next rows
 * meanwhile.
 *
 * <p>Each result is the same chain of multiply-adds: the bits are those of {@link PlanarDepthwise}.
 */
final class RollingDepthwise implements DepthwisePlan {

  /** Floats of the rows that are copied at once: as many as are fetched ahead. */
  private static final int BAND_TARGET = 1350;

  /**
   * So few rows, results included, are copied at once: 28 x 28 in one band 0.30 ms, in two 0.34.
   */
  private static final int ONE_BAND = 2 << 10;

  /** Smaller planes are copied at once, or several of them. */
  private static final int LEAST_FLOATS = 1 << 10;

  /** Where a round takes more, it does not stay in a first-level cache. */
  private static final int MOST_OF_ROUND = 4 << 10;

  /** Fewer planes than this do not keep threads busy. */
  private static final int LEAST_PLANES = 8;

  private final Correlation correlation;
  private final Workers workers;
  private final long workspaceBytes;
  private final ImageShape source;
  private final ImageShape destination;
  private final RollingMethod method;
  private final PlaneWeights weights;
  private final int mostRounds;
  private final Band[] bands;
  private final int carriedFloats;

  private RollingDepthwise(
      Correlation correlation,
      Kernels kernels,
      RollingMethod method,
      Workers workers,
      long workspaceBytes) {
    this.correlation = correlation;
    this.workers = workers;
    this.workspaceBytes = workspaceBytes;
    this.source = correlation.source();
    this.destination = correlation.destination();
    this.method = method;
    this.weights = new PlaneWeights(correlation, method.taps());
    this.carriedFloats =
        2 * -Math.floorDiv(-destination.width(), kernels.lanes()) * kernels.lanes();
    int rounds = destination.height() + method.lag();
    int perRound = floatsOfRound(correlation, method);
    RowBlocks partition =
        RowBlocks.of(
            1,
            rounds,
            rounds * perRound <= ONE_BAND ? rounds : Math.max(2, BAND_TARGET / perRound));
    this.mostRounds = partition.largest();
    this.bands = new Band[partition.count()];
    for (int i = 0; i < bands.length; i++) {
      bands[i] = band(partition.block(i));
    }
  }

  /** This plan, if it is the one for a correlation of planar tensors. */
  static Optional<DepthwisePlan> of(
      Correlation correlation, Kernels kernels, Workers workers, long workspaceBytes) {
    int planes = correlation.images() * correlation.groups();
    ImageShape source = correlation.source();
    ImageShape destination = correlation.destination();
    long plane =
        (long) source.height() * source.width() + (long) destination.height() * destination.width();
    if (!kernels.rolls()
        || planes < LEAST_PLANES
        || plane < LEAST_FLOATS
        || destination.width() < kernels.lanes()
        || !(PlaneMethod.of(correlation, kernels, planes) instanceof RollingMethod method)
        || floatsOfRound(correlation, method) > MOST_OF_ROUND) {
      return Optional.empty();
    }
    return Optional.of(new RollingDepthwise(correlation, kernels, method, workers, workspaceBytes));
  }

  private static int floatsOfRound(Correlation correlation, RollingMethod method) {
    return method.step() * correlation.source().width() + correlation.destination().width();
  }

  /** Sums come first, then source rows, then destination rows. */
  @Override
  public long taskFloats() {
    return destinationOffset() + (long) mostRounds * destination.width() + method.margin();
  }

  private int sourceOffset() {
    return carriedFloats + method.margin();
  }

  private int destinationOffset() {
    return sourceOffset() + mostRounds * method.step() * source.width() + method.margin();
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
      int planes = correlation.images() * correlation.groups();
      Units.run(
          workers,
          planes,
          workspaceBytes,
          taskFrame ->
              new Task(source, shared, taskFrame.floats(taskFloats()), destination)::compute);
    }
  }

  /** One thread's planes, one after the other. */
  private final class Task {
    private final FloatMemory from;
    private final FloatMemory to;
    private final float[] shared;
    private final float[] own;
    private final RollingMethod.Roll roll;

    Task(FloatMemory from, float[] shared, float[] own, FloatMemory to) {
      this.from = from;
      this.to = to;
      this.shared = shared;
      this.own = own;
      this.roll = method.roll(own, 0);
    }

    void compute(int plane) {
      int group = plane % correlation.groups();
      int weightsAt = weights.offset(group);
      long read = (long) plane * source.height() * source.width();
      long written = (long) plane * destination.height() * destination.width();
      for (Band band : bands) {
        Arrays.fill(own, band.rowsAt(), band.readAt(), 0);
        from.read(read + band.readFrom(), own, band.readAt(), band.readCount());
        Arrays.fill(own, band.readAt() + band.readCount(), band.rowsEnd(), 0);
        roll.advance(band.rounds(), shared, group, weightsAt, band.rowsAt(), destinationOffset());
        to.write(own, band.writeAt(), band.writeCount(), written + band.writeTo());
      }
    }
  }

  /**
   * Some rounds of every plane: which source rows are read for them, among zeros for those that do
   * not exist, and where the destination rows go that they complete.
   *
   * @param rowsAt where in memory the source rows begin
   * @param rowsEnd where they end
   * @param readFrom the first element of the source plane that is read
   * @param readAt where in memory it goes
   * @param writeAt where in memory the destination rows begin
   * @param writeTo the first element of the destination plane that is written
   */
  private record Band(
      int rounds,
      int rowsAt,
      int rowsEnd,
      long readFrom,
      int readAt,
      int readCount,
      int writeAt,
      int writeCount,
      long writeTo) {}

  private Band band(RowBlocks.Block rounds) {
    int width = source.width();
    int count = rounds.rows();
    int rows = count * method.step();
    int first = method.earliestRow() + rounds.fromRow() * method.step();
    int begin = Math.min(Math.max(0, -first), rows);
    int end = Math.max(begin, Math.min(rows, source.height() - first));
    int row = rounds.fromRow() - method.lag();
    int none = Math.min(Math.max(0, -row), count);
    return new Band(
        count,
        sourceOffset(),
        sourceOffset() + rows * width,
        end > begin ? (long) (first + begin) * width : 0,
        sourceOffset() + begin * width,
        (end - begin) * width,
        destinationOffset() + none * destination.width(),
        (count - none) * destination.width(),
        (long) Math.max(0, row) * destination.width());
  }
}
