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

  /** Whether it reads its images one by one, as they are. */
  static boolean oneByOne(Correlation correlation, Kernels kernels) {
    PixelPairs pairs = new PixelPairs(correlation, kernels);
    return pairs.fillSource() && pairs.fillDestination() && imagesAtOnce(pairs) == 1;
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
      prepare(filter, bias, shared);
      Places places = new Places(0, panelOffset(), (int) resultOffset(), (int) scratchOffset());
      workers.run(
          tasks(),
          workspaceBytes,
          (task, taskFrame) -> {
            float[] own = taskFrame.floats(taskFloats());
            int image = task / correlation.groups() * imagesAtOnce;
            Task work = new Task(shared, own, places, image, task % correlation.groups());
            work.load(source);
            work.compute(bias != null, destination);
          });
    }
  }

  /** Reads what all tasks share to the beginning of {@code shared}. */
  void prepare(FloatMemory filter, FloatMemory bias, float[] shared) {
    if (bias == null) {
      Arrays.fill(shared, 0, weightsOffset(), 0);
    } else {
      bias.read(0, shared, 0, weightsOffset());
    }
    filter.read(0, shared, weightsOffset(), (int) filterFloats());
  }

  /** Floats of workspace for {@link #compute}. */
  long floatsBesidePanel() {
    return widest + (long) targets.length * bandStride + pairs.scratch();
  }

  /**
   * Computes a group of channels of an image from source channels that are in memory already, one
   * after the other, without a bias.
   *
   * @param shared {@linkplain #prepare prepared}
   * @param panel where in {@code own} the source channels begin
   * @param at where in {@code own} there are {@link #floatsBesidePanel()} floats
   */
  void compute(
      int image, int group, float[] shared, float[] own, int panel, int at, FloatMemory to) {
    int result = at + widest;
    Places places = new Places(at, panel, result, result + targets.length * bandStride);
    new Task(shared, own, places, image, group).compute(false, to);
  }

  /**
   * Where things are in a task's memory.
   *
   * @param zeros a row of zeros, from which sums start
   * @param panel the source channels
   * @param result some destination channels
   * @param scratch for copies
   */
  private record Places(int zeros, int panel, int result, int scratch) {}

  /** Some images of a group. */
  private final class Task {
    private final float[] shared;
    private final float[] own;
    private final Places places;
    private final int firstImage;
    private final int group;

    Task(float[] shared, float[] own, Places places, int firstImage, int group) {
      this.shared = shared;
      this.own = own;
      this.places = places;
      this.firstImage = firstImage;
      this.group = group;
    }

    void compute(boolean biased, FloatMemory to) {
      Arrays.fill(own, places.zeros(), places.zeros() + widest, 0);
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
              new PixelRows(own, places.result(), bandStride, channels, shared, channel),
              count,
              own,
              places.scratch(),
              to,
              channel,
              firstImage * plane + first);
        }
      }
    }

    void load(FloatMemory from) {
      int channel = group * correlation.sources();
      if (!pairs.fillSource()) {
        pick(from, channel);
      } else if (imagesAtOnce > 1) {
        join(from, channel);
      } else {
        int floats = correlation.sources() * plane;
        from.read(source.index(firstImage, channel, 0, 0), own, places.panel(), floats);
      }
    }

    private void pick(FloatMemory from, int channel) {
      for (int image = 0; image < imagesAtOnce; image++) {
        int pair = (firstImage + image) * plane;
        for (int k = 0; k < correlation.sources(); k++) {
          int at = places.panel() + k * rowStride + image * plane;
          pairs.readSource(from, channel + k, pair, plane, own, places.scratch(), own, at);
        }
      }
    }

    private void join(FloatMemory from, int channel) {
      int step = joiningFloats() / plane;
      for (int image = 0; image < imagesAtOnce; image++) {
        for (int k = 0; k < correlation.sources(); k += step) {
          int count = Math.min(step, correlation.sources() - k);
          from.read(
              source.index(firstImage + image, channel + k, 0, 0),
              own,
              places.result(),
              count * plane);
          for (int j = 0; j < count; j++) {
            int at = places.panel() + (k + j) * rowStride + image * plane;
            System.arraycopy(own, places.result() + j * plane, own, at, plane);
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
      p.bOffset = places.panel() + first + panel.first();
      p.bStride = rowStride;
      p.c = own;
      p.cOffset = places.result() + panel.first();
      p.targets = targets;
      p.start = own;
      p.startOffset = places.zeros();
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
