package org.conv4j.nd4j.panel;

import java.nio.ByteBuffer;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.kernel.NativePlanes;
import org.conv4j.nd4j.kernel.PixelVectors;
import org.conv4j.nd4j.kernel.ShiftedProduct;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * A 1 x 1 correlation of planar tensors with few source channels, which has more to write than to
 * multiply: as {@link PlanarPointwise}, but results go from registers to the destination, a few
 * channels at a time.
 *
 * <p>Each destination element is one chain of multiply-adds over source channels in order, whatever
 * the blocks are: the bits are those of {@link PlanarPointwise}.
 */
public final class StreamedPointwise implements PointwisePlan {

  /** Source channels above which multiplying takes so long that copies do not count. */
  private static final int MOST_SOURCES = 64;

  /** Results of fewer floats stay in a third-level cache, where a second copy costs little. */
  private static final long LEAST_FLOATS = 2 << 20;

  private final Correlation correlation;
  private final Kernels kernels;
  private final Workers workers;
  private final long workspaceBytes;
  private final PixelPairs pairs;
  private final int widest;
  private final int blocksPerImage;
  private final int rowStride;
  private final int[] shifts;
  private final PixelVectors[] pixels;
  private final WeightColumns weights;

  StreamedPointwise(
      Correlation correlation, Kernels kernels, Workers workers, long workspaceBytes) {
    this.correlation = correlation;
    this.kernels = kernels;
    this.workers = workers;
    this.workspaceBytes = workspaceBytes;
    this.pairs = new PixelPairs(correlation, kernels);
    this.widest = kernels.widest() * kernels.lanes();
    int images = correlation.images() * correlation.groups();
    int columnBlocks = pairs.perImage() / widest;
    int most = Math.max(1, PlanarPointwise.PANEL_TARGET / (correlation.sources() * widest));
    int wanted =
        Math.min(
            PlanarPointwise.MOST_COLUMNS,
            Math.min(most, ceilDiv(columnBlocks * images, workers.wantedTasks())));
    this.blocksPerImage = ceilDiv(columnBlocks, wanted);
    this.rowStride = (wanted + 1) * widest + kernels.lanes();
    this.shifts = Offsets.evenly(correlation.sources(), rowStride);
    this.weights = new WeightColumns(correlation, new int[][] {{0}});
    this.pixels = new PixelVectors[blocksPerImage];
    for (int block = 0; block < blocksPerImage; block++) {
      pixels[block] = PixelVectors.of(1, first(block + 1) - first(block), 0, 0, kernels.lanes());
    }
  }

  /** Whether this is the plan for a correlation of planar tensors and a 1 x 1 kernel. */
  static boolean suits(Correlation correlation, Kernels kernels) {
    long floats = correlation.destination().floats();
    if (!kernels.streams()
        || correlation.sources() > MOST_SOURCES
        || floats < LEAST_FLOATS
        || floats > FloatMemory.MOST_OF_BYTES) {
      return false;
    }
    PixelPairs pairs = new PixelPairs(correlation, kernels);
    return pairs.fillDestination() && pairs.perImage() >= kernels.widest() * kernels.lanes();
  }

  /** The first pixel of a block of an image: a multiple of the widest column block. */
  private int first(int block) {
    return block == blocksPerImage
        ? pairs.perImage()
        : (int) ((long) (pairs.perImage() / widest) * block / blocksPerImage) * widest;
  }

  @Override
  public long taskFloats() {
    return scratchOffset() + pairs.scratch();
  }

  private int scratchOffset() {
    return widest + correlation.sources() * rowStride;
  }

  @Override
  public long sharedFloats() {
    return weights.floats();
  }

  @Override
  public int tasks() {
    return correlation.images() * correlation.groups() * blocksPerImage;
  }

  private static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }

  @Override
  public void execute(
      FloatMemory source, FloatMemory filter, FloatMemory bias, FloatMemory destination) {
    ByteBuffer memory = destination.bytes().orElseThrow();
    try (Workspace.Frame frame = Workspace.ofThread().open(workspaceBytes)) {
      float[] shared = frame.floats(sharedFloats(), taskFloats());
      weights.read(filter, bias, shared);
      workers.run(
          tasks(),
          workspaceBytes,
          (task, taskFrame) ->
              new Task(shared, taskFrame.floats(taskFloats()), memory)
                  .run(
                      source,
                      task / blocksPerImage / correlation.groups(),
                      task / blocksPerImage % correlation.groups(),
                      task % blocksPerImage));
    }
  }

  /** One block of pixels of an image. */
  private final class Task {
    private final float[] own;
    private final ShiftedProduct product = new ShiftedProduct();
    private final NativePlanes planes = new NativePlanes();

    Task(float[] shared, float[] own, ByteBuffer memory) {
      this.own = own;
      product.a = shared;
      product.aStride = correlation.destinations();
      product.depth = correlation.sources();
      product.b = own;
      product.bOffset = widest;
      product.shifts = shifts;
      product.start = shared;
      product.c = own;
      planes.memory = memory;
      planes.pitch = pairs.perImage();
    }

    void run(FloatMemory source, int image, int group, int block) {
      int first = first(block);
      planes.pixels = pixels[block];
      planes.vectors = planes.pixels.perLine();
      for (int k = 0; k < correlation.sources(); k++) {
        pairs.readSource(
            source,
            group * correlation.sources() + k,
            image * pairs.perImage() + first,
            first(block + 1) - first,
            own,
            scratchOffset(),
            own,
            product.bOffset + shifts[k]);
      }
      product.startOffset = weights.start(group);
      product.aOffset = weights.offset(group, 0);
      planes.offset =
          Math.toIntExact(
              correlation.destination().index(image, group * correlation.destinations(), 0, 0)
                  + first);
      kernels.streamShifted(product, 0, correlation.destinations(), planes);
    }
  }
}
