package org.conv4j.nd4j.kernel;

/**
 * A {@link PlaneWindow} of scalars. What a mask takes away is a factor of zero and no term left
 * out, as in vectors: a weight that is not finite shows.
 */
final class PlainWindow {

  private PlainWindow() {}

  static void slide(PlaneWindow p) {
    for (int r = 0; r < p.rows; r++) {
      int to = p.to + r * p.width;
      for (int i = 0; i < 3; i++) {
        int row = rowNextTo(p, r + i);
        addTapRow(p, i, row, row + 1, row + 2, to);
      }
    }
  }

  static void slideByTwo(PlaneWindow p) {
    for (int r = 0; r < p.rows; r++) {
      int to = p.to + r * p.width;
      for (int i = 0; i < 3; i++) {
        int row = p.first + (2 * r + i) * p.pitch;
        addTapRow(p, i, row + p.columns[0], row + p.columns[1], row + p.columns[2], to);
      }
    }
  }

  /** Where source row {@code n} begins, counted from the row above the first. */
  private static int rowNextTo(PlaneWindow p, int n) {
    return n == 0 ? p.above : n == p.rows + 1 ? p.below : p.first + (n - 1) * p.pitch;
  }

  /** The products of one tap row, onto what the rows before it gave. */
  private static void addTapRow(PlaneWindow p, int i, int s0, int s1, int s2, int to) {
    float[] m = p.memory;
    int[] masks = p.masks;
    int m1 = p.maskStride;
    int m2 = 2 * p.maskStride;
    float w0 = p.weights[p.weightsOffset + 3 * i];
    float w1 = p.weights[p.weightsOffset + 3 * i + 1];
    float w2 = p.weights[p.weightsOffset + 3 * i + 2];
    float start = p.start;
    boolean first = i == 0;
    for (int x = 0; x < p.width; x++) {
      float v = first ? start : m[to + x];
      v = Math.fma(masks[x] != 0 ? m[s0 + x] : 0, w0, v);
      v = Math.fma(masks[m1 + x] != 0 ? m[s1 + x] : 0, w1, v);
      m[to + x] = Math.fma(masks[m2 + x] != 0 ? m[s2 + x] : 0, w2, v);
    }
  }

  /** Sums come {@code lanes} apart. */
  static void add(PlaneWindow p, int lanes) {
    for (int done = 0; done < p.width; done += lanes) {
      int x = Math.max(0, Math.min(done, p.width - lanes));
      for (int tap = 0; tap < 9; tap++) {
        for (int lane = 0; lane < lanes; lane++) {
          int sum = p.sums + tap * lanes + lane;
          p.memory[sum] =
              lane < done - x
                  ? withNothing(p, p.memory[sum])
                  : added(p, tap, x + lane, p.memory[sum]);
        }
      }
    }
  }

  private static float added(PlaneWindow p, int tap, int x, float sum) {
    float[] m = p.memory;
    boolean there = p.masks[tap % 3 * p.maskStride + x] != 0;
    boolean inside = p.masks[3 * p.maskStride + x] != 0;
    int at = x + tap % 3;
    int rows = p.rows;
    for (int r = 0; r < rows; r++) {
      float source = there ? m[rowNextTo(p, r + tap / 3) + at] : 0;
      float gradient = inside ? m[p.to + r * p.width + x] : 0;
      sum = Math.fma(source, gradient, sum);
    }
    return sum;
  }

  /** Zeros are added where a strip repeats pixels of the strip before: a sum of -0 becomes 0. */
  private static float withNothing(PlaneWindow p, float sum) {
    return p.rows == 0 ? sum : sum + 0f;
  }

  /** Sums come {@code lanes} apart. */
  static void addByTwo(PlaneWindow p, int lanes) {
    for (int done = 0; done < p.width; done += lanes) {
      int x = Math.max(0, Math.min(done, p.width - lanes));
      for (int tap = 0; tap < 9; tap++) {
        for (int lane = 0; lane < lanes; lane++) {
          int sum = p.sums + tap * lanes + lane;
          p.memory[sum] =
              lane < done - x
                  ? withNothing(p, p.memory[sum])
                  : addedByTwo(p, tap, x + lane, p.memory[sum]);
        }
      }
    }
  }

  private static float addedByTwo(PlaneWindow p, int tap, int x, float sum) {
    float[] m = p.memory;
    boolean there = p.masks[tap % 3 * p.maskStride + x] != 0;
    boolean inside = p.masks[3 * p.maskStride + x] != 0;
    int from = p.first + tap / 3 * p.pitch + p.columns[tap % 3] + x;
    int step = 2 * p.pitch;
    int to = p.to + x;
    int rows = p.rows;
    for (int r = 0; r < rows; r++, from += step, to += p.width) {
      sum = Math.fma(there ? m[from] : 0, inside ? m[to] : 0, sum);
    }
    return sum;
  }

  static void spreadByTwo(PlaneWindow p) {
    for (int r = 0; r < p.rows; r++) {
      int here = p.first + r * p.pitch;
      int next = r + 1 == p.rows ? p.below : here + p.pitch;
      spreadRow(p, here, next, p.to + 4 * r * p.width);
    }
  }

  private static void spreadRow(PlaneWindow p, int here, int next, int to) {
    float[] m = p.memory;
    float[] weights = p.weights;
    int w = p.weightsOffset;
    float w00 = weights[w];
    float w01 = weights[w + 1];
    float w02 = weights[w + 2];
    float w10 = weights[w + 3];
    float w11 = weights[w + 4];
    float w12 = weights[w + 5];
    float w20 = weights[w + 6];
    float w21 = weights[w + 7];
    float w22 = weights[w + 8];
    float start = p.start;
    int below = to + 2 * p.width;
    for (int x = 0; x < p.width; x++) {
      boolean own = p.masks[x] != 0;
      boolean right = p.masks[p.maskStride + x] != 0;
      float g = own ? m[here + x] : 0;
      float gRight = right ? m[here + x + 1] : 0;
      float n = own ? m[next + x] : 0;
      float nRight = right ? m[next + x + 1] : 0;
      m[to + 2 * x] = Math.fma(g, w11, start);
      m[to + 2 * x + 1] = Math.fma(gRight, w10, Math.fma(g, w12, start));
      m[below + 2 * x] = Math.fma(n, w01, Math.fma(g, w21, start));
      float v = Math.fma(gRight, w20, Math.fma(g, w22, start));
      m[below + 2 * x + 1] = Math.fma(nRight, w00, Math.fma(n, w02, v));
    }
  }
}
