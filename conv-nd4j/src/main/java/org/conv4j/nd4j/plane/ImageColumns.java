package org.conv4j.nd4j.plane;

import org.conv4j.ElementType;
import org.conv4j.nd4j.gemm.Gemm;
import org.conv4j.nd4j.gemm.Matrix;
import org.conv4j.nd4j.panel.AxisTaps;
import org.conv4j.nd4j.panel.Correlation;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.DenseArray;
import org.conv4j.nd4j.workspace.ElementMemory;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * The output of few channels as one product for each image, of the filter by the columns of all
 * positions. Results go straight to the image: oneDNN, unlike BLAS, writes each just once, and
 * takes no matrix with gaps between its rows, as a block of positions would be. The bias is one
 * more column of the filter, and a line of ones.
 *
 * <p>For planar float32 tensors, one group, and a filter whose taps lie side by side.
 */
public final class ImageColumns {

  private final Correlation correlation;
  private final Workers workers;
  private final long workspaceBytes;
  private final AxisTaps.Span rows;
  private final int sourceRows;
  private final SourcePlanes planes;
  private final int taps;
  private final long depth;
  private final long positions;

  /** A plan; needs {@link #bytes} of workspace. */
  public ImageColumns(Correlation correlation, Workers workers, long workspaceBytes) {
    this.correlation = correlation;
    this.workers = workers;
    this.workspaceBytes = workspaceBytes;
    this.rows = correlation.rows().reach(0, correlation.height());
    int step = correlation.rows().step();
    this.sourceRows = (rows.count() - 1) * step + 1;
    this.planes = new SourcePlanes(correlation, sourceRows, correlation.sources());
    this.taps = correlation.taps();
    this.depth = (long) correlation.sources() * taps;
    this.positions = (long) correlation.height() * correlation.width();
  }

  /** Bytes of workspace that the calling thread takes, its part in the work included. */
  public long bytes() {
    return (taskElements() + weightElements()) * Float.BYTES;
  }

  private long taskElements() {
    return planes.elements() + (depth + 1) * positions;
  }

  private long weightElements() {
    return correlation.destinations() * (depth + 1);
  }

  /**
   * Computes the destination.
   *
   * @param bias added to each destination channel; null for none
   */
  public void execute(
      DenseArray source, DenseArray filter, DenseArray bias, DenseArray destination) {
    ElementMemory from = ElementMemory.of(source);
    int channels = correlation.destinations();
    long lines = bias == null ? depth : depth + 1;
    try (Gemm gemm = Gemm.open();
        Workspace.Frame frame = Workspace.ofThread().open(workspaceBytes)) {
      DenseArray weights = bias == null ? filter : withBias(filter, bias, frame);
      workers.run(
          correlation.images(),
          workspaceBytes,
          (image, taskFrame) -> {
            ElementMemory own =
                ElementMemory.of(taskFrame.elements(ElementType.FLOAT32, taskElements()));
            planes.load(from, image, rows.first(), sourceRows, 0, correlation.sources(), own, 0);
            spread(own);
            if (bias != null) {
              long ones = planes.elements() + depth * positions;
              FloatMemory.of(own.array()).write(new float[] {1}, 0, 1, ones);
              own.repeat(ones, 1, positions, own, ones);
            }
            gemm.multiply(
                new Matrix(weights, 0, channels, lines, lines, 1),
                new Matrix(own.array(), planes.elements(), lines, positions, positions, 1),
                false,
                new Matrix(
                    destination, image * channels * positions, channels, positions, positions, 1));
          });
    }
  }

  /** The filter with the bias as its last column. */
  private DenseArray withBias(DenseArray filter, DenseArray bias, Workspace.Frame frame) {
    DenseArray joined = frame.elements(ElementType.FLOAT32, weightElements(), taskElements());
    ElementMemory to = ElementMemory.of(joined);
    ElementMemory taps = ElementMemory.of(filter);
    ElementMemory biases = ElementMemory.of(bias);
    for (int d = 0; d < correlation.destinations(); d++) {
      taps.copy(d * depth, depth, to, d * (depth + 1));
      biases.copy(d, 1, to, d * (depth + 1) + depth);
    }
    return joined;
  }

  /** Copies each tap's view of the planes to its line. */
  private void spread(ElementMemory own) {
    int[] rowShifts = correlation.rows().shifts(0);
    int[] columnShifts = correlation.columns().shifts(0);
    int width = correlation.width();
    for (int tap = 0; tap < taps; tap++) {
      long view =
          planes.offset(
              correlation.rows().base(0) + rowShifts[tap / columnShifts.length] - rows.first(),
              correlation.columns().base(0)
                  + columnShifts[tap % columnShifts.length]
                  - planes.firstColumn());
      for (int s = 0; s < correlation.sources(); s++) {
        long from = view + s * planes.channelStride();
        long to = planes.elements() + ((long) s * taps + tap) * positions;
        for (int row = 0; row < correlation.height(); row++) {
          own.copy(from + (long) row * planes.width(), width, own, to + (long) row * width);
        }
      }
    }
  }
}
