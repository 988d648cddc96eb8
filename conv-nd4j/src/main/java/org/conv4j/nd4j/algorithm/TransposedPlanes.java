package org.conv4j.nd4j.algorithm;

import org.conv4j.ElementType;
import org.conv4j.nd4j.gemm.Matrix;
import org.conv4j.nd4j.workspace.DenseArray;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.conv4j.nd4j.workspace.Workspace;

/** Images as positions by channels, in memory outside the heap. For one thread. */
final class TransposedPlanes {

  /** Floats of transposed positions in an array: a quarter of a second-level cache. */
  static final int TILE = 64 << 10;

  private final PlaneGrid planes;
  private final FloatMemory from;
  private final DenseArray transposed;
  private final FloatMemory to;
  private final float[] rows;
  private final float[] tile;

  /** Images at {@code from}, with {@link #elements} of a workspace. */
  TransposedPlanes(PlaneGrid planes, FloatMemory from, Workspace.Frame workspace) {
    this.planes = planes;
    this.from = from;
    long elements = planes.positions() * planes.channels();
    this.transposed =
        workspace.elements(
            ElementType.FLOAT32, elements, tileElements(planes) + rowElements(planes));
    this.to = FloatMemory.of(transposed);
    this.rows = workspace.floats(rowElements(planes), tileElements(planes));
    this.tile = workspace.floats(tileElements(planes));
  }

  /** Elements of a workspace that they take. */
  static long elements(PlaneGrid planes) {
    return planes.positions() * planes.channels() + tileElements(planes) + rowElements(planes);
  }

  private static long tileElements(PlaneGrid planes) {
    return tileRows(planes) * planes.grid().width() * planes.channels();
  }

  private static long rowElements(PlaneGrid planes) {
    return Transposition.ROWS * tileRows(planes) * planes.rowElements();
  }

  /** Rows of the grid that are transposed at once. */
  private static long tileRows(PlaneGrid planes) {
    long row = planes.grid().width() * planes.channels();
    return Math.max(1, Math.min(planes.grid().height(), TILE / row));
  }

  /** Positions by channels of an image, until the next is asked for. */
  Matrix of(int image) {
    int channels = (int) planes.channels();
    int width = (int) planes.grid().width();
    int height = (int) planes.grid().height();
    int most = (int) tileRows(planes);
    for (int first = 0; first < height; first += most) {
      int count = Math.min(most, height - first);
      for (int channel = 0; channel < channels; channel += Transposition.ROWS) {
        int together = Math.min(Transposition.ROWS, channels - channel);
        load(image, channel, together, first, count);
        place(count, together, channel);
      }
      to.write(tile, 0, count * width * channels, (long) first * width * channels);
    }
    return new Matrix(transposed, 0, planes.positions(), channels, channels, 1);
  }

  private void load(int image, int channel, int together, int first, int count) {
    int elements = (int) planes.rowElements();
    for (int i = 0; i < together; i++) {
      long plane = planes.index(image, channel + i);
      if (planes.whole()) {
        from.read(plane + (long) first * elements, rows, i * count * elements, count * elements);
      } else {
        for (int row = 0; row < count; row++) {
          from.read(
              plane + (first + row) * planes.rowPitch(),
              rows,
              (i * count + row) * elements,
              elements);
        }
      }
    }
  }

  private void place(int count, int together, int channel) {
    int channels = (int) planes.channels();
    int width = (int) planes.grid().width();
    int elements = (int) planes.rowElements();
    int pitch = count * elements;
    if (planes.whole()) {
      Transposition.transpose(rows, 0, pitch, together, 1, count * width, tile, channel, channels);
      return;
    }
    int step = (int) planes.step().width();
    for (int row = 0; row < count; row++) {
      int at = row * width * channels + channel;
      Transposition.transpose(
          rows, row * elements, pitch, together, step, width, tile, at, channels);
    }
  }
}
