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
        int row = row(p, r + i, p.rows + 1);
        addTapRow(p, i, row, row + 1, row + 2, to);
      }
    }
  }

  static void slideByTwo(PlaneWindow p) {
    for (int r = 0; r < p.rows; r++) {
      for (int x = 0; x < p.width; x++) {
        p.memory[p.to + r * p.width + x] = sumByTwo(p, r, x);
      }
    }
  }

  /** The two lanes of a pair have a sum each. */
  private static float sumByTwo(PlaneWindow p, int r, int x) {
    float[] m = p.memory;
    int outer = p.outer;
    int before = outer < 0 ? 1 : 0;
    float even = p.start;
    float odd = -0f;
    for (int i = 0; i < 3; i++) {
      int row = row(p, 2 * r + i, 2 * p.rows) + 2 * x;
      int w = p.weightsOffset + 3 * i;
      even = Math.fma(m[row], p.weights[w + before], even);
      odd = Math.fma(m[row + 1], p.weights[w + before + 1], odd);
      float first = p.masks[2 * x] != 0 ? m[row - 1] : 0;
      float last = p.masks[2 * x + 1] != 0 ? m[row + 2] : 0;
      even = Math.fma(first, outer < 0 ? p.weights[w] : 0, even);
      odd = Math.fma(last, outer < 0 ? 0 : p.weights[w + 2], odd);
    }
    return even + odd;
  }

  /**
   * Where source row {@code n} begins, counted from the row above the first to {@code last}, the
   * one below.
   */
  private static int row(PlaneWindow p, int n, int last) {
    return n == 0 ? p.above : n == last ? p.below : p.first + (n - 1) * p.pitch;
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

  /** {@link Kernels#addWindows}, in strips of {@code lanes} pixels. */
  static void add(PlaneWindow p, int lanes) {
    for (int x = 0, sums = p.sums; x < p.width; x += lanes, sums += 9 * lanes) {
      for (int tap = 0; tap < 9; tap++) {
        for (int lane = 0; lane < lanes; lane++) {
          if (p.masks[tap % 3 * p.maskStride + x + lane] != 0) {
            addColumn(p, tap, x + lane, sums + tap * lanes + lane);
          }
        }
      }
    }
  }

  /** The products of a tap in one column of the gradient. */
  private static void addColumn(PlaneWindow p, int tap, int x, int sum) {
    float[] m = p.memory;
    float v = m[sum];
    for (int r = 0; r < p.rows; r++) {
      float source = m[row(p, r + tap / 3, p.rows + 1) + x + tap % 3];
      v = Math.fma(source, m[p.to + r * p.width + x], v);
    }
    m[sum] = v;
  }

  /** {@link Kernels#sumWindows}, in strips of {@code lanes} pixels. */
  static void sum(PlaneWindow p, int lanes) {
    for (int tap = 0; tap < 9; tap++) {
      for (int lane = 0; lane < lanes; lane++) {
        int from = p.sums + tap * lanes + lane;
        float sum = 0;
        for (int x = lane, i = from; x - lane < p.width; x += lanes, i += 9 * lanes) {
          sum += p.masks[tap % 3 * p.maskStride + x] != 0 ? p.memory[i] : 0;
        }
        p.memory[from] = sum;
      }
    }
  }

  /** {@link Kernels#addWindowsByTwo}, in strips of half as many pixels as lanes. */
  static void addByTwo(PlaneWindow p, int lanes) {
    int pair = p.outer < 0 ? 1 : 0;
    int outer = p.outer < 0 ? 0 : 2;
    for (int x = 0, sums = p.sums; x < p.width; x += lanes / 2, sums += 9 * lanes) {
      for (int row = 0; row < 3; row++) {
        for (int lane = 0; lane < lanes; lane++) {
          int at = 2 * x + lane;
          if (p.masks[p.maskStride + at] != 0) {
            addColumnByTwo(p, row, 0, at, sums + (3 * row + pair) * lanes + lane);
          }
          if (p.masks[at] != 0) {
            addColumnByTwo(p, row, p.outer, at, sums + (3 * row + outer) * lanes + lane);
          }
        }
      }
    }
  }

  /** Products of one tap row in the lane of a pair that has element {@code at}. */
  private static void addColumnByTwo(PlaneWindow p, int tapRow, int shift, int at, int sum) {
    float[] m = p.memory;
    float v = m[sum];
    for (int r = 0; r < p.rows; r++) {
      float source = m[row(p, 2 * r + tapRow, 2 * p.rows) + at + shift];
      v = Math.fma(source, m[p.to + r * p.width + at / 2], v);
    }
    m[sum] = v;
  }

  /** {@link Kernels#sumWindowsByTwo}, in strips of half as many pixels as lanes. */
  static void sumByTwo(PlaneWindow p, int lanes) {
    for (int row = 0; row < 3; row++) {
      for (int lane = 0; lane < lanes; lane++) {
        sumByTwo(p, p.sums + 3 * row * lanes + lane, lane, lanes);
      }
    }
  }

  private static void sumByTwo(PlaneWindow p, int from, int lane, int lanes) {
    float[] m = p.memory;
    int pair = from + (p.outer < 0 ? lanes : 0);
    int outer = from + (p.outer < 0 ? 0 : 2 * lanes);
    float even = 0;
    float odd = 0;
    float alone = 0;
    for (int at = lane, strip = 0; at - lane < 2 * p.width; at += lanes, strip += 9 * lanes) {
      boolean there = p.masks[p.maskStride + at] != 0;
      even += there && lane % 2 == 0 ? m[pair + strip] : 0;
      odd += there && lane % 2 != 0 ? m[pair + strip] : 0;
      alone += p.masks[at] != 0 ? m[outer + strip] : 0;
    }
    m[pair] = even;
    m[pair + lanes] = odd;
    m[outer] = alone;
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
