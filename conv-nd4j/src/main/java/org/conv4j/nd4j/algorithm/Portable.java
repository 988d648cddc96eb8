package org.conv4j.nd4j.algorithm;

import org.conv4j.ConvProblem;
import org.conv4j.FilterLayout;
import org.conv4j.TensorLayout;
import org.conv4j.nd4j.gemm.Matrix;
import org.conv4j.nd4j.gemm.MatrixProduct;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.DenseArray;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * The column matrix, tile by tile, times the filter: INDArray operations and matrix products only,
 * so that it runs on every ND4J backend, and takes every problem. Tiles depend on the problem and
 * on the workspace; each is the work of one thread.
 */
public final class Portable implements Algorithm {

  /**
   * Bytes of one tile: large enough that calls into ND4J cost little beside the arithmetic, small
   * enough to stay in the cache between copy and product.
   */
  private static final long TILE_BYTES = 1L << 20;

  /** Below this many tasks a single image or group is split further, so that threads have work. */
  private static final long ENOUGH_TASKS = 8;

  /** Output positions whose gradients the bias gradient adds in one product. */
  private static final long BIAS_CHUNK = 4096;

  @Override
  public String name() {
    return "portable";
  }

  @Override
  public Proposal<ForwardPlan> forward(ConvProblem problem, Limits limits) {
    return Proposal.offer(() -> new Forward(problem, limits));
  }

  @Override
  public Proposal<InputGradientPlan> inputGradient(ConvProblem problem, Limits limits) {
    return Proposal.offer(() -> new InputGradient(problem, limits));
  }

  @Override
  public Proposal<FilterGradientPlan> filterGradient(ConvProblem problem, Limits limits) {
    return Proposal.offer(() -> new FilterGradient(problem, limits));
  }

  @Override
  public Proposal<BiasGradientPlan> biasGradient(ConvProblem problem, Limits limits) {
    return Proposal.offer(() -> new BiasGradient(problem, limits));
  }

  /** What the three convolution plans share: the problem in tiles. */
  private abstract static class TiledPlan {
    final ConvProblem problem;
    final Limits limits;
    final ColumnMatrix columnMatrix;
    final long outputHeight;
    final long outputWidth;
    private final long mostElements;
    private final long wantedElements;

    TiledPlan(ConvProblem problem, Limits limits) {
      this.problem = problem;
      this.limits = limits;
      this.columnMatrix = new ColumnMatrix(problem);
      this.outputHeight = problem.outputSize().height();
      this.outputWidth = problem.outputSize().width();
      this.mostElements = limits.workspaceBytes() / problem.elementType().bytes();
      this.wantedElements = Math.min(mostElements, TILE_BYTES / problem.elementType().bytes());
    }

    /**
     * The size of tiles of at most {@code taps} taps, {@code groups} groups and {@code images}
     * images: whole output rows if they fit, then several groups, then several images.
     */
    TileSize tileSize(long taps, long groups, long images) {
      if (taps * outputWidth > mostElements) {
        long columns = Math.min(outputWidth, Math.max(256, mostElements / taps));
        return new TileSize(1, 1, Math.min(taps, mostElements / columns), 1, columns);
      }
      long rows = atMost(outputHeight, wantedElements / (taps * outputWidth));
      long plane = taps * rows * outputWidth;
      long tileGroups = rows < outputHeight ? 1 : atMost(groups, wantedElements / plane);
      long tileImages =
          tileGroups < groups ? 1 : atMost(images, wantedElements / (plane * tileGroups));
      return new TileSize(tileImages, tileGroups, taps, rows, outputWidth);
    }

    private static long atMost(long all, long wanted) {
      return Math.max(1, Math.min(all, wanted));
    }

    void run(long tasks, Workers.Task task) {
      Workers.shared().run(Math.toIntExact(tasks), limits.workspaceBytes(), task);
    }

    MatrixProduct product() {
      return MatrixProduct.open(limits.machine().addressable());
    }

    DenseArray take(Workspace.Frame workspace, TileSize size) {
      return workspace.elements(problem.elementType(), size.elements());
    }
  }

  /** How much of each kind one tile covers. */
  private record TileSize(long images, long groups, long taps, long rows, long columns) {
    long elements() {
      return images * groups * taps * rows * columns;
    }
  }

  /** Output tile = filter x columns, on top of the bias. */
  private static final class Forward extends TiledPlan implements ForwardPlan {
    private final TileSize size;
    private final long imageBlocks;
    private final long groupBlocks;
    private final long rowBlocks;

    Forward(ConvProblem problem, Limits limits) {
      super(problem, limits);
      this.size = tileSize(columnMatrix.taps(), problem.groups(), problem.batch());
      this.imageBlocks = blocks(problem.batch(), size.images);
      this.groupBlocks = blocks(problem.groups(), size.groups);
      this.rowBlocks = blocks(outputHeight, size.rows);
    }

    @Override
    public void execute(DenseArray input, DenseArray filter, DenseArray bias, DenseArray output) {
      if (bias != null) {
        output.array().assign(BroadcastBias.over(problem, bias));
      }
      try (MatrixProduct product = product()) {
        run(
            imageBlocks * groupBlocks * rowBlocks,
            (task, workspace) -> {
              long row = task % rowBlocks * size.rows;
              long group = task / rowBlocks % groupBlocks * size.groups;
              long image = task / rowBlocks / groupBlocks * size.images;
              DenseArray columns = take(workspace, size);
              for (long column = 0; column < outputWidth; column += size.columns) {
                for (long tap = 0; tap < columnMatrix.taps(); tap += size.taps) {
                  ColumnTile tile =
                      new ColumnTile(
                          image,
                          Math.min(image + size.images, problem.batch()),
                          group,
                          Math.min(group + size.groups, problem.groups()),
                          tap,
                          Math.min(tap + size.taps, columnMatrix.taps()),
                          row,
                          Math.min(row + size.rows, outputHeight),
                          column,
                          Math.min(column + size.columns, outputWidth));
                  columnMatrix.gather(input, tile, columns);
                  boolean accumulate = bias != null || tap > 0;
                  for (long n = tile.firstImage(); n < tile.endImage(); n++) {
                    for (long g = tile.firstGroup(); g < tile.endGroup(); g++) {
                      product.multiply(
                          columnMatrix.filter(filter, tile, g),
                          columnMatrix.matrix(columns, tile, n, g),
                          accumulate,
                          columnMatrix.output(output, tile, n, g));
                    }
                  }
                }
              }
            });
      }
    }
  }

  /** Columns tile = transposed filter x output gradient, added where the columns come from. */
  private static final class InputGradient extends TiledPlan implements InputGradientPlan {
    private final TileSize size;
    private final long imageBlocks;
    private final long groupBlocks;
    private final long tapsOfTask;
    private final long tapBlocks;

    InputGradient(ConvProblem problem, Limits limits) {
      super(problem, limits);
      this.tapsOfTask = tapsOfTask();
      this.size =
          tapsOfTask < columnMatrix.taps()
              ? tileSize(tapsOfTask, 1, problem.batch())
              : tileSize(tapsOfTask, problem.groups(), problem.batch());
      this.imageBlocks = blocks(problem.batch(), size.images);
      this.groupBlocks = blocks(problem.groups(), size.groups);
      this.tapBlocks = blocks(columnMatrix.taps(), tapsOfTask);
    }

    /**
     * Tasks must not meet in one input element. Images and groups never do; where the filter's
     * memory holds the taps of one channel together, neither do blocks of channels.
     */
    private long tapsOfTask() {
      long separate = problem.batch() * problem.groups();
      if (problem.filterLayout() != FilterLayout.OIHW || separate >= ENOUGH_TASKS) {
        return columnMatrix.taps();
      }
      long channels = problem.inputChannelsPerGroup();
      long wantedBlocks = blocks(ENOUGH_TASKS, separate);
      return Math.min(channels, Math.max(8, blocks(channels, wantedBlocks)))
          * problem.kernel().height()
          * problem.kernel().width();
    }

    @Override
    public void execute(DenseArray filter, DenseArray outputGradient, DenseArray inputGradient) {
      inputGradient.array().assign(0);
      try (MatrixProduct product = product()) {
        run(
            imageBlocks * groupBlocks * tapBlocks,
            (task, workspace) -> {
              long firstTap = task % tapBlocks * tapsOfTask;
              long endTap = Math.min(firstTap + tapsOfTask, columnMatrix.taps());
              long group = task / tapBlocks % groupBlocks * size.groups;
              long image = task / tapBlocks / groupBlocks * size.images;
              DenseArray columns = take(workspace, size);
              for (long row = 0; row < outputHeight; row += size.rows) {
                for (long column = 0; column < outputWidth; column += size.columns) {
                  for (long tap = firstTap; tap < endTap; tap += size.taps) {
                    ColumnTile tile =
                        new ColumnTile(
                            image,
                            Math.min(image + size.images, problem.batch()),
                            group,
                            Math.min(group + size.groups, problem.groups()),
                            tap,
                            Math.min(tap + size.taps, endTap),
                            row,
                            Math.min(row + size.rows, outputHeight),
                            column,
                            Math.min(column + size.columns, outputWidth));
                    for (long n = tile.firstImage(); n < tile.endImage(); n++) {
                      for (long g = tile.firstGroup(); g < tile.endGroup(); g++) {
                        product.multiply(
                            columnMatrix.filter(filter, tile, g).transpose(),
                            columnMatrix.output(outputGradient, tile, n, g),
                            false,
                            columnMatrix.matrix(columns, tile, n, g));
                      }
                    }
                    columnMatrix.scatterAdd(columns, tile, inputGradient);
                  }
                }
              }
            });
      }
    }
  }

  /** Filter tile = sum over images and positions of output gradient x transposed columns. */
  private static final class FilterGradient extends TiledPlan implements FilterGradientPlan {
    private final TileSize size;
    private final long tapBlocks;

    FilterGradient(ConvProblem problem, Limits limits) {
      super(problem, limits);
      long wantedBlocks = blocks(ENOUGH_TASKS, problem.groups());
      long taps =
          Math.min(columnMatrix.taps(), Math.max(16, blocks(columnMatrix.taps(), wantedBlocks)));
      this.size = tileSize(taps, 1, problem.batch());
      this.tapBlocks = blocks(columnMatrix.taps(), size.taps);
    }

    @Override
    public void execute(DenseArray input, DenseArray outputGradient, DenseArray filterGradient) {
      try (MatrixProduct product = product()) {
        run(
            problem.groups() * tapBlocks,
            (task, workspace) -> {
              long tap = task % tapBlocks * size.taps;
              long group = task / tapBlocks;
              DenseArray columns = take(workspace, size);
              boolean accumulate = false;
              for (long image = 0; image < problem.batch(); image += size.images) {
                for (long row = 0; row < outputHeight; row += size.rows) {
                  for (long column = 0; column < outputWidth; column += size.columns) {
                    ColumnTile tile =
                        new ColumnTile(
                            image,
                            Math.min(image + size.images, problem.batch()),
                            group,
                            group + 1,
                            tap,
                            Math.min(tap + size.taps, columnMatrix.taps()),
                            row,
                            Math.min(row + size.rows, outputHeight),
                            column,
                            Math.min(column + size.columns, outputWidth));
                    columnMatrix.gather(input, tile, columns);
                    for (long n = tile.firstImage(); n < tile.endImage(); n++) {
                      product.multiply(
                          columnMatrix.output(outputGradient, tile, n, group),
                          columnMatrix.matrix(columns, tile, n, group).transpose(),
                          accumulate,
                          columnMatrix.filter(filterGradient, tile, group));
                      accumulate = true;
                    }
                  }
                }
              }
            });
      }
    }
  }

  /** The output gradient as a matrix times a column of ones, image by image and chunk by chunk. */
  private static final class BiasGradient implements BiasGradientPlan {
    private final ConvProblem problem;
    private final Limits limits;
    private final ColumnMatrix columnMatrix;
    private final long chunk;

    BiasGradient(ConvProblem problem, Limits limits) {
      this.problem = problem;
      this.limits = limits;
      this.columnMatrix = new ColumnMatrix(problem);
      this.chunk = Math.min(BIAS_CHUNK, columnMatrix.positions());
    }

    @Override
    public void execute(DenseArray outputGradient, DenseArray biasGradient) {
      long channels = problem.outputChannels();
      long positions = columnMatrix.positions();
      boolean channelsLast = problem.layout() == TensorLayout.NHWC;
      try (Workspace.Frame workspace = Workspace.ofThread().open(limits.workspaceBytes());
          MatrixProduct product = MatrixProduct.open(limits.machine().addressable())) {
        DenseArray ones = workspace.elements(problem.elementType(), chunk);
        ones.array().assign(1);
        Matrix sum = new Matrix(biasGradient, 0, channels, 1, 1, 1);
        for (long image = 0; image < problem.batch(); image++) {
          for (long first = 0; first < positions; first += chunk) {
            long count = Math.min(chunk, positions - first);
            Matrix addends =
                channelsLast
                    ? new Matrix(
                        outputGradient,
                        (image * positions + first) * channels,
                        channels,
                        count,
                        1,
                        channels)
                    : new Matrix(
                        outputGradient,
                        image * channels * positions + first,
                        channels,
                        count,
                        positions,
                        1);
            product.multiply(addends, new Matrix(ones, 0, count, 1, 1, 1), image + first > 0, sum);
          }
        }
      }
    }
  }

  private static long blocks(long all, long size) {
    return Math.floorDiv(all - 1, size) + 1;
  }
}
