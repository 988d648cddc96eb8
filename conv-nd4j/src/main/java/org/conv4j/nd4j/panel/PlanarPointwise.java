package org.conv4j.nd4j.panel;

import java.util.Arrays;
import org.conv4j.nd4j.kernel.GatheredProduct;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * A 1 x 1 correlation of planar tensors, with pixels in the lanes of vectors: the planes of a
 * tensor are the rows of a matrix as they lie, so nothing is transposed. A task takes a block of
 * pixels of all source channels into the workspace, and computes some destination channels from
 * them, group by group. Weights are copied as they lie, whichever channels those are side by side:
 * once for all tasks where half of the workspace holds them, otherwise by each task. Threads share
 * out the pixels, or, where there are more destination channels than pixels, these.
 *
 * <p>Each destination element is one chain of multiply-adds over source channels in order, whatever
 * the blocks are.
 */
public final class PlanarPointwise implements PointwisePlan {

  /** Floats of source pixels in a task; less than half of a usual second-level cache. */
  static final int PANEL_TARGET = 96 << 10;

  /** Column blocks beyond which longer runs of a plane copy no faster. */
  static final int MOST_COLUMNS = 16;

  /** Rows of a register block. */
  private static final int BLOCK_ROWS = 6;

  /** Destination channels of a group: eight register blocks. */
  static final int GROUP = 8 * BLOCK_ROWS;

  /** Groups for which a panel is loaded at least, unless half of the wanted tasks are left. */
  private static final int LEAST_GROUPS = 3;

  /** Weights that are worth a copy by all threads. */
  private static final int COPY_TARGET = 64 << 10;

  private final Correlation correlation;
  private final Kernels kernels;
  private final Workers workers;
  private final long workspaceBytes;
  private final PixelPairs pairs;
  private final boolean weightsBySource;
  private final boolean sharedWeights;
  private final boolean channelsFirst;
  private final int widest;
  private final int chunk;
  private final int chunks;
  private final int blockPixels;
  private final int blocks;
  private final ColumnPanels fullPanels;
  private final ColumnPanels lastPanels;
  private final int rowStride;
  private final int groupSize;
  private final int channelGroups;
  private final int splits;
  private final int[] rows;
  private final int[] columns;
  private final int[] targets;

  /**
   * A plan; needs {@link #taskFloats} and {@link #sharedFloats} of workspace.
   *
   * @param correlation of planar tensors and a 1 x 1 kernel; some pixels must meet
   */
  public PlanarPointwise(
      Correlation correlation, Kernels kernels, Workers workers, long workspaceBytes) {
    this.correlation = correlation;
    this.kernels = kernels;
    this.workers = workers;
    this.workspaceBytes = workspaceBytes;
    this.pairs = new PixelPairs(correlation, kernels);
    this.weightsBySource = correlation.filter().source() == 1;
    this.widest = kernels.widest() * kernels.lanes();
    long half = workspaceBytes / Float.BYTES / 2;
    this.sharedWeights = filterFloats() <= half;
    int share = (int) Math.min(1 << 28, (sharedWeights ? half : 2 * half) / 5);
    int sources = correlation.sources();
    this.chunks = ceilDiv(sources, Math.max(1, Math.min(PANEL_TARGET, share) / widest));
    this.chunk = ceilDiv(sources, chunks);

    this.channelsFirst = correlation.destinations() >= pairs.count();
    int columnBlocks = ceilDiv(pairs.count(), widest);
    int most = Math.min(PANEL_TARGET, share) / (chunk * widest);
    int wanted = Math.max(1, Math.min(MOST_COLUMNS, most));
    if (!channelsFirst) {
      wanted =
          Math.min(
              wanted, Math.max(1, columnBlocks * correlation.groups() / workers.wantedTasks()));
    }
    this.blockPixels = Math.min(wanted, columnBlocks) * widest;
    this.blocks = ceilDiv(pairs.count(), blockPixels);
    int last = pairs.count() - (blocks - 1) * blockPixels;
    this.lastPanels = new ColumnPanels(last, kernels);
    this.fullPanels = blocks == 1 ? lastPanels : new ColumnPanels(blockPixels, kernels);
    this.rowStride = fullPanels.paddedChannels();

    int perGroup = Math.min(GROUP, Math.max(1, share / Math.max(chunk, rowStride)));
    int even = ceilDiv(correlation.destinations(), ceilDiv(correlation.destinations(), perGroup));
    this.groupSize = Math.min(perGroup, ceilDiv(even, BLOCK_ROWS) * BLOCK_ROWS);
    this.channelGroups = ceilDiv(correlation.destinations(), groupSize);
    int kept = Math.max(1, share / (groupSize * rowStride));
    this.splits =
        Math.min(
            channelGroups,
            Math.max(
                Math.min(
                    ceilDiv(workers.wantedTasks(), blocks * correlation.groups()),
                    Math.max(
                        ceilDiv(workers.wantedTasks() / 2, blocks), channelGroups / LEAST_GROUPS)),
                chunks == 1 ? 1 : ceilDiv(channelGroups, kept)));
    Correlation.FilterStrides strides = correlation.filter();
    if (sharedWeights) {
      this.rows = Offsets.evenly(groupSize, (int) strides.destination());
      this.columns = Offsets.evenly(chunk, (int) strides.source());
    } else {
      this.rows = Offsets.evenly(groupSize, weightsBySource ? chunk : 1);
      this.columns = Offsets.evenly(chunk, weightsBySource ? 1 : groupSize);
    }
    this.targets = Offsets.evenly(groupSize, rowStride);
  }

  /** Whether there is anything to compute: some pixels of source and destination meet. */
  public static boolean any(Correlation correlation) {
    return AxisPairs.of(correlation.rows(), correlation.sourceHeight()).count() > 0
        && AxisPairs.of(correlation.columns(), correlation.sourceWidth()).count() > 0;
  }

  @Override
  public long taskFloats() {
    return scratchOffset() + pairs.scratch();
  }

  @Override
  public long sharedFloats() {
    return sharedWeights ? filterFloats() : 0;
  }

  @Override
  public void execute(
      FloatMemory source, FloatMemory filter, FloatMemory bias, FloatMemory destination) {
    try (Workspace.Frame frame = Workspace.ofThread().open(workspaceBytes)) {
      float[] shared = frame.floats(sharedFloats(), taskFloats());
      if (sharedWeights) {
        copy(filter, shared);
      }
      workers.run(
          tasks(),
          workspaceBytes,
          (task, taskFrame) -> {
            int split = channelsFirst ? task / blocks % splits : task % splits;
            int block = channelsFirst ? task % blocks : task / splits % blocks;
            int group = task / splits / blocks;
            new Task(shared, taskFrame.floats(taskFloats()), group, block, split)
                .run(source, filter, bias, destination);
          });
    }
  }

  /** Copies the weights of each destination channel by the thread that is likely to need them. */
  private void copy(FloatMemory filter, float[] to) {
    if (filterFloats() <= COPY_TARGET) {
      filter.read(0, to, 0, (int) filterFloats());
      return;
    }
    Correlation.FilterStrides strides = correlation.filter();
    int parts = Math.min(correlation.destinations(), workers.wantedTasks());
    workers.run(
        correlation.groups() * parts,
        workspaceBytes,
        (task, frame) -> {
          int first = correlation.destinations() * (task % parts) / parts;
          int count = correlation.destinations() * (task % parts + 1) / parts - first;
          int rows = weightsBySource ? count : correlation.sources();
          int run = weightsBySource ? correlation.sources() : count;
          int stride = (int) (weightsBySource ? strides.destination() : strides.source());
          int at = (int) (task / parts * strides.group() + first * strides.destination());
          if (stride == run) {
            filter.read(at, to, at, rows * run);
            return;
          }
          for (int row = 0; row < rows; row++, at += stride) {
            filter.read(at, to, at, run);
          }
        });
  }

  @Override
  public int tasks() {
    return correlation.groups() * blocks * splits;
  }

  private long filterFloats() {
    return (long) correlation.groups() * correlation.sources() * correlation.destinations();
  }

  private int weightsOffset() {
    return widest;
  }

  private int panelOffset() {
    return weightsOffset() + (sharedWeights ? 0 : groupSize * chunk);
  }

  private int resultOffset() {
    return panelOffset() + chunk * rowStride;
  }

  private int biasOffset() {
    return resultOffset() + keptGroups() * groupSize * rowStride;
  }

  private int scratchOffset() {
    return biasOffset() + groupSize;
  }

  /** Groups of which a task holds the sums at the same time. */
  private int keptGroups() {
    return chunks == 1 ? 1 : ceilDiv(channelGroups, splits);
  }

  private static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }

  /** One block of pixels and some groups of destination channels. */
  private final class Task {
    private final float[] shared;
    private final float[] own;
    private final int group;
    private final int firstPixel;
    private final int pixels;
    private final ColumnPanels panels;
    private final int firstGroup;
    private final int endGroup;
    private final GatheredProduct product = new GatheredProduct();

    Task(float[] shared, float[] own, int group, int block, int split) {
      this.shared = shared;
      this.own = own;
      this.group = group;
      this.firstPixel = block * blockPixels;
      this.pixels = Math.min(blockPixels, pairs.count() - firstPixel);
      this.panels = block == blocks - 1 ? lastPanels : fullPanels;
      this.firstGroup = channelGroups * split / splits;
      this.endGroup = channelGroups * (split + 1) / splits;
    }

    void run(FloatMemory source, FloatMemory filter, FloatMemory bias, FloatMemory destination) {
      Arrays.fill(own, 0, widest, 0);
      for (int first = 0; first < correlation.sources(); first += chunk) {
        int depth = Math.min(chunk, correlation.sources() - first);
        load(source, group * correlation.sources() + first, depth);
        for (int g = firstGroup; g < endGroup; g++) {
          int channel = g * groupSize;
          int channels = Math.min(groupSize, correlation.destinations() - channel);
          int result =
              resultOffset() + (chunks == 1 ? 0 : (g - firstGroup) * groupSize * rowStride);
          placeWeights(filter, channel, channels, first, depth);
          loadBias(bias, channel, channels);
          if (first == 0 && bias != null) {
            for (int i = 0; i < channels; i++) {
              int row = result + i * rowStride;
              Arrays.fill(own, row, row + panels.paddedChannels(), own[biasOffset() + i]);
            }
          }
          multiply(channels, depth, result, first == 0 && bias == null);
          if (first + depth == correlation.sources()) {
            store(channel, channels, result, destination);
          }
        }
      }
    }

    private void load(FloatMemory source, int channel, int depth) {
      for (int k = 0; k < depth; k++) {
        int at = panelOffset() + k * rowStride;
        pairs.readSource(source, channel + k, firstPixel, pixels, own, scratchOffset(), own, at);
        Arrays.fill(own, at + pixels, at + panels.paddedChannels(), 0);
      }
    }

    /** Points the product at these channels' weights, copied first where they are not shared. */
    private void placeWeights(FloatMemory filter, int channel, int channels, int first, int depth) {
      Correlation.FilterStrides strides = correlation.filter();
      long from =
          group * strides.group() + channel * strides.destination() + first * strides.source();
      if (sharedWeights) {
        product.a = shared;
        product.aOffset = (int) from;
        return;
      }
      product.a = own;
      product.aOffset = weightsOffset();
      int at = weightsOffset();
      if (weightsBySource) {
        for (int i = 0; i < channels; i++, at += chunk, from += strides.destination()) {
          filter.read(from, own, at, depth);
        }
      } else {
        for (int k = 0; k < depth; k++, at += groupSize, from += strides.source()) {
          filter.read(from, own, at, channels);
        }
      }
    }

    private void loadBias(FloatMemory bias, int channel, int channels) {
      if (bias == null) {
        Arrays.fill(own, biasOffset(), biasOffset() + channels, 0);
      } else {
        bias.read((long) group * correlation.destinations() + channel, own, biasOffset(), channels);
      }
    }

    private void multiply(int channels, int depth, int result, boolean fromZero) {
      GatheredProduct p = product;
      p.rows = rows;
      p.columns = columns;
      p.depth = depth;
      p.b = own;
      p.c = own;
      p.targets = targets;
      p.start = own;
      p.startScale = fromZero ? 0 : 1;
      for (int i = 0; i < panels.count(); i++) {
        ColumnPanels.Panel panel = panels.panel(i);
        p.bOffset = panelOffset() + panel.first();
        p.bStride = rowStride;
        p.cOffset = result + panel.first();
        p.startOffset = fromZero ? 0 : p.cOffset;
        kernels.multiply(p, 0, channels, panel.vectors());
      }
    }

    private void store(int channel, int channels, int result, FloatMemory destination) {
      pairs.writeDestination(
          new PixelRows(own, result, rowStride, channels, own, biasOffset()),
          pixels,
          own,
          scratchOffset(),
          destination,
          group * correlation.destinations() + channel,
          firstPixel);
    }
  }
}
