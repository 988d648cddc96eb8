package org.conv4j.nd4j.panel;

import java.util.Arrays;
import org.conv4j.nd4j.kernel.GatheredProduct;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * A 1 x 1 correlation of planar tensors that computes some whole images in each task. All channels
 * of an image are one run in memory, which is read twice as fast as pieces of its planes; the
 * products then find them in a third-level cache. Where a stride skips pixels, they are left out on
 * the way in; where it leaves pixels that meet nothing, those are written with the others. Where a
 * plane does not fill its vectors, the planes of some images are joined.
 *
 * <p>The same sums, in the same order, as those of {@link PlanarPointwise}.
 */
final class ImagePointwise implements PointwisePlan {

  /**
   * Floats of a source below which it stays in a third-level cache, and pieces are read as fast.
   */
  private static final long LEAST_FLOATS = 1 << 20;

  /** Planes of as many pixels fill their vectors well enough. */
  private static final int LARGE_PLANE = 512;

  /** Of smaller planes, this many are joined. */
  private static final int JOINED = 2;

  /** Floats that are read at once before they are joined. */
  private static final int JOINING_TARGET = 8 << 10;

  /** Destination channels by source channels up to which reading is what takes time. */
  private static final int MOST_WIDENING = 2;

  /** Results of a group that are written at once: some part of a second-level cache. */
  private static final int RESULT_TARGET = 48 << 10;

  private static final int TASKS_PER_THREAD = 4;

  private final Correlation correlation;
  private final Kernels kernels;
  private final Workers workers;
  private final long workspaceBytes;
  private final PixelPairs pairs;
  private final ImageShape source;
  private final int plane;
  private final int imagesAtOnce;
  private final int imageSets;
  private final int widest;
  private final int rowStride;
  private final int bands;
  private final int bandStride;
  private final int[] rows;
  private final int[] columns;
  private final int[] targets;

  /** A plan for what {@link #suits}; needs {@link #taskFloats} and {@link #sharedFloats}. */
  ImagePointwise(Correlation correlation, Kernels kernels, Workers workers, long workspaceBytes) {
    this.correlation = correlation;
    this.kernels = kernels;
    this.workers = workers;
    this.workspaceBytes = workspaceBytes;
    this.source = correlation.source();
    this.pairs = new PixelPairs(correlation, kernels);
    this.plane = pairs.perImage();
    this.imagesAtOnce = imagesAtOnce(pairs);
    this.imageSets = correlation.images() / imagesAtOnce;
    this.widest = kernels.widest() * kernels.lanes();
    this.rowStride = imagesAtOnce * plane;
    int group = Math.min(PlanarPointwise.GROUP, correlation.destinations());
    int columnBlocks = ceilDiv(rowStride, widest);
    this.bands = ceilDiv(columnBlocks, Math.max(1, RESULT_TARGET / (group * widest)));
    this.bandStride = ceilDiv(columnBlocks, bands) * widest;
    Correlation.FilterStrides strides = correlation.filter();
    this.rows = Offsets.evenly(group, (int) strides.destination());
    this.columns = Offsets.evenly(correlation.sources(), (int) strides.source());
    this.targets = Offsets.evenly(group, bandStride);
  }

  /**
   * Whether reading the source takes enough time, and whether there are images for all threads,
   * alike.
   */
  static boolean suits(Correlation correlation, Kernels kernels, Workers workers) {
    PixelPairs pairs = new PixelPairs(correlation, kernels);
    int tasks = correlation.groups() * (correlation.images() / imagesAtOnce(pairs));
    return (pairs.fillSource() || imagesAtOnce(pairs) == 1)
        && correlation.images() % imagesAtOnce(pairs) == 0
        && correlation.source().floats() >= LEAST_FLOATS
        && correlation.destinations() < pairs.count()
        && correlation.destinations() <= MOST_WIDENING * correlation.sources()
        && (tasks % workers.threads() == 0 || tasks >= TASKS_PER_THREAD * workers.threads());
  }

  private static int imagesAtOnce(PixelPairs pairs) {
    return pairs.perImage() >= LARGE_PLANE ? 1 : JOINED;
  }

  @Override
  public long taskFloats() {
    long storing = scratchOffset() + pairs.scratch();
    return imagesAtOnce == 1 ? storing : Math.max(storing, resultOffset() + joiningFloats());
  }

  private int joiningFloats() {
    return Math.max(1, JOINING_TARGET / plane) * plane;
  }

  /** The panel, and what vectors read beyond it. */
  private long resultOffset() {
    return panelOffset() + (long) correlation.sources() * rowStride + widest;
  }

  private long scratchOffset() {
    return resultOffset() + (long) targets.length * bandStride;
  }

  /** The first pixel of a band: a multiple of the widest column block. */
  private int firstOf(int band) {
    return Math.min(rowStride, band * bandStride);
  }

  private static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }

  /** The panel comes after a row of zeros, from which sums start. */
  private int panelOffset() {
    return widest;
  }

  private int weightsOffset() {
    return correlation.groups() * correlation.destinations();
  }

  @Override
  public int tasks() {
    return imageSets * correlation.groups();
  }

  private long filterFloats() {
    return (long) correlation.groups() * correlation.sources() * correlation.destinations();
  }

  @Override
  public long sharedFloats() {
    return weightsOffset() + filterFloats();
  }

  @Override
  public void execute(
      FloatMemory source, FloatMemory filter, FloatMemory bias, FloatMemory destination) {
    try (Workspace.Frame frame = Workspace.ofThread().open(workspaceBytes)) {
      float[] shared = frame.floats(sharedFloats(), taskFloats());
      if (bias == null) {
        Arrays.fill(shared, 0, weightsOffset(), 0);
      } else {
        bias.read(0, shared, 0, weightsOffset());
      }
      filter.read(0, shared, weightsOffset(), (int) filterFloats());
      workers.run(
          tasks(),
          workspaceBytes,
          (task, taskFrame) ->
              new Task(
                      shared,
                      taskFrame.floats(taskFloats()),
                      task / correlation.groups() * imagesAtOnce,
                      task % correlation.groups())
                  .run(source, bias != null, destination));
    }
  }

  /** Some images of a group. */
  private final class Task {
    private final float[] shared;
    private final float[] own;
    private final int firstImage;
    private final int group;
    private final int result = (int) resultOffset();
    private final int scratch = (int) scratchOffset();

    Task(float[] shared, float[] own, int firstImage, int group) {
      this.shared = shared;
      this.own = own;
      this.firstImage = firstImage;
      this.group = group;
    }

    void run(FloatMemory from, boolean biased, FloatMemory to) {
      Arrays.fill(own, 0, panelOffset(), 0);
      load(from);
      for (int band = 0; band < bands; band++) {
        int first = firstOf(band);
        int count = firstOf(band + 1) - first;
        ColumnPanels panels = new ColumnPanels(count, kernels);
        for (int d = 0; d < correlation.destinations(); d += PlanarPointwise.GROUP) {
          int channel = group * correlation.destinations() + d;
          int channels = Math.min(PlanarPointwise.GROUP, correlation.destinations() - d);
          for (int i = 0; i < panels.count(); i++) {
            multiply(panels.panel(i), first, d, channels, biased);
          }
          pairs.writeDestination(
              new PixelRows(own, result, bandStride, channels, shared, channel),
              count,
              own,
              scratch,
              to,
              channel,
              firstImage * plane + first);
        }
      }
    }

    private void load(FloatMemory from) {
      int channel = group * correlation.sources();
      if (!pairs.fillSource()) {
        pick(from, channel);
      } else if (imagesAtOnce > 1) {
        join(from, channel);
      } else {
        int floats = correlation.sources() * plane;
        from.read(source.index(firstImage, channel, 0, 0), own, panelOffset(), floats);
      }
    }

    private void pick(FloatMemory from, int channel) {
      for (int image = 0; image < imagesAtOnce; image++) {
        int pair = (firstImage + image) * plane;
        for (int k = 0; k < correlation.sources(); k++) {
          int at = panelOffset() + k * rowStride + image * plane;
          pairs.readSource(from, channel + k, pair, plane, own, scratch, own, at);
        }
      }
    }

    private void join(FloatMemory from, int channel) {
      int step = joiningFloats() / plane;
      for (int image = 0; image < imagesAtOnce; image++) {
        for (int k = 0; k < correlation.sources(); k += step) {
          int count = Math.min(step, correlation.sources() - k);
          from.read(
              source.index(firstImage + image, channel + k, 0, 0), own, result, count * plane);
          for (int j = 0; j < count; j++) {
            int at = panelOffset() + (k + j) * rowStride + image * plane;
            System.arraycopy(own, result + j * plane, own, at, plane);
          }
        }
      }
    }

    /**
     * Some channels from {@code channel} on, of the pixels of a panel of the band at {@code first}.
     */
    private void multiply(
        ColumnPanels.Panel panel, int first, int channel, int channels, boolean biased) {
      GatheredProduct p = new GatheredProduct();
      Correlation.FilterStrides strides = correlation.filter();
      p.a = shared;
      p.aOffset =
          weightsOffset() + (int) (group * strides.group() + channel * strides.destination());
      p.rows = rows;
      p.columns = columns;
      p.depth = correlation.sources();
      p.b = own;
      p.bOffset = panelOffset() + first + panel.first();
      p.bStride = rowStride;
      p.c = own;
      p.cOffset = result + panel.first();
      p.targets = targets;
      p.start = own;
      if (biased) {
        p.startOffset = p.cOffset;
        p.startScale = 1;
        for (int c = 0; c < channels; c++) {
          int row = p.cOffset + targets[c];
          float bias = shared[group * correlation.destinations() + channel + c];
          Arrays.fill(own, row, row + panel.width(), bias);
        }
      }
      kernels.multiply(p, 0, channels, panel.vectors());
    }
  }
}
