package org.conv4j.nd4j.kernel;

/**
 * A {@link PlaneWindow} in steps of two by scalars, for JVMs without the Vector API. Nothing is
 * copied, moved or taken apart, and no sum is thrown away: nine products, whatever they are for,
 * take 2.0 to 2.8 ns, where vectors that the compiler makes of whole lines came to 4 and more.
 */
final class ScalarWindow {

  private ScalarWindow() {}

  /** {@link Kernels#slideByTwo}. */
  static void slideByTwo(PlaneWindow p) {
    int from = fromPixel(p);
    int to = toPixel(p);
    for (int r = 0; r < p.rows; r++) {
      int above = row(p, 2 * r);
      int middle = row(p, 2 * r + 1);
      int below = row(p, 2 * r + 2);
      slide(p, above, middle, below, from, to, p.to + r * p.width);
      if (to - from < p.width) {
        int x = from > 0 ? 0 : to;
        int w = p.weightsOffset + pairTap(p);
        p.memory[p.to + r * p.width + x] =
            p.start
                + pairSum(p, above + 2 * x, w)
                + pairSum(p, middle + 2 * x, w + 3)
                + pairSum(p, below + 2 * x, w + 6);
      }
    }
  }

  /** The first pixel that meets an outer element: not 0, where there is none before the row. */
  private static int fromPixel(PlaneWindow p) {
    return p.outer < 0 && p.masks[0] == 0 ? 1 : 0;
  }

  /** After the last pixel that meets an outer element. */
  private static int toPixel(PlaneWindow p) {
    return p.outer > 0 && p.masks[2 * p.width - 1] == 0 ? p.width - 1 : p.width;
  }

  /** Where source row {@code n} begins. */
  private static int row(PlaneWindow p, int n) {
    return n == 0 ? p.above : n == 2 * p.rows ? p.below : p.first + (n - 1) * p.pitch;
  }

  /** The tap column that meets the first element of a pair. */
  private static int pairTap(PlaneWindow p) {
    return p.outer < 0 ? 1 : 0;
  }

  private static float pairSum(PlaneWindow p, int at, int w) {
    return p.memory[at] * p.weights[w] + p.memory[at + 1] * p.weights[w + 1];
  }

  private static void slide(
      PlaneWindow p, int above, int middle, int below, int from, int end, int to) {
    float[] m = p.memory;
    float[] weights = p.weights;
    int w = p.weightsOffset;
    float a0 = weights[w];
    float a1 = weights[w + 1];
    float a2 = weights[w + 2];
    float b0 = weights[w + 3];
    float b1 = weights[w + 4];
    float b2 = weights[w + 5];
    float c0 = weights[w + 6];
    float c1 = weights[w + 7];
    float c2 = weights[w + 8];
    float start = p.start;
    int b = middle - above;
    int c = below - above;
    int i = above + 2 * from - pairTap(p);
    int last = i + 2 * (end - from - 1);
    int at = to + from;
    for (; i < last; i += 4, at += 2) {
      float x = m[i + 2];
      float y = m[i + b + 2];
      float z = m[i + c + 2];
      m[at] =
          (start + m[i] * a0 + m[i + 1] * a1 + x * a2)
              + (m[i + b] * b0 + m[i + b + 1] * b1 + y * b2)
              + (m[i + c] * c0 + m[i + c + 1] * c1 + z * c2);
      m[at + 1] =
          (start + x * a0 + m[i + 3] * a1 + m[i + 4] * a2)
              + (y * b0 + m[i + b + 3] * b1 + m[i + b + 4] * b2)
              + (z * c0 + m[i + c + 3] * c1 + m[i + c + 4] * c2);
    }
    if (i == last) {
      m[at] =
          (start + m[i] * a0 + m[i + 1] * a1 + m[i + 2] * a2)
              + (m[i + b] * b0 + m[i + b + 1] * b1 + m[i + b + 2] * b2)
              + (m[i + c] * c0 + m[i + c + 1] * c1 + m[i + c + 2] * c2);
    }
  }

  /** {@link Kernels#addWindowsByTwo}; the first lane of each tap has all of its sum. */
  static void addByTwo(PlaneWindow p, int lanes) {
    int from = fromPixel(p);
    int to = toPixel(p);
    for (int r = 0; r < p.rows; r++) {
      int above = row(p, 2 * r);
      int middle = row(p, 2 * r + 1);
      int below = row(p, 2 * r + 2);
      int at = p.to + r * p.width;
      add(p, above, middle, below, from, to, at, lanes);
      if (to - from < p.width) {
        int x = from > 0 ? 0 : to;
        float gradient = p.memory[at + x];
        int sum = p.sums + pairTap(p) * lanes;
        addPair(p.memory, above + 2 * x, gradient, sum, lanes);
        addPair(p.memory, middle + 2 * x, gradient, sum + 3 * lanes, lanes);
        addPair(p.memory, below + 2 * x, gradient, sum + 6 * lanes, lanes);
      }
    }
  }

  private static void addPair(float[] m, int at, float gradient, int sum, int lanes) {
    m[sum] += gradient * m[at];
    m[sum + lanes] += gradient * m[at + 1];
  }

  private static void add(
      PlaneWindow p, int above, int middle, int below, int from, int end, int gradient, int lanes) {
    float[] m = p.memory;
    float a0 = 0;
    float a1 = 0;
    float a2 = 0;
    float b0 = 0;
    float b1 = 0;
    float b2 = 0;
    float c0 = 0;
    float c1 = 0;
    float c2 = 0;
    int a = above - pairTap(p);
    int b = middle - pairTap(p);
    int c = below - pairTap(p);
    for (int x = from; x < end; x++) {
      float g = m[gradient + x];
      a0 += g * m[a + 2 * x];
      a1 += g * m[a + 2 * x + 1];
      a2 += g * m[a + 2 * x + 2];
      b0 += g * m[b + 2 * x];
      b1 += g * m[b + 2 * x + 1];
      b2 += g * m[b + 2 * x + 2];
      c0 += g * m[c + 2 * x];
      c1 += g * m[c + 2 * x + 1];
      c2 += g * m[c + 2 * x + 2];
    }
    int sum = p.sums;
    m[sum] += a0;
    m[sum + lanes] += a1;
    m[sum + 2 * lanes] += a2;
    m[sum + 3 * lanes] += b0;
    m[sum + 4 * lanes] += b1;
    m[sum + 5 * lanes] += b2;
    m[sum + 6 * lanes] += c0;
    m[sum + 7 * lanes] += c1;
    m[sum + 8 * lanes] += c2;
  }

  /** {@link Kernels#spreadByTwo}, two pixels at a time. */
  static void spreadByTwo(PlaneWindow p) {
    int pairs = (p.width - 1) / 2;
    for (int r = 0; r < p.rows; r++) {
      int here = p.first + r * p.pitch;
      int next = r + 1 == p.rows ? p.below : here + p.pitch;
      int to = p.to + 4 * r * p.width;
      spreadPairs(p, here, next, pairs, to);
      for (int x = 2 * pairs; x < p.width; x++) {
        spreadPixel(p, here + x, next + x, x + 1 < p.width, to + 2 * x);
      }
    }
  }

  private static void spreadPairs(PlaneWindow p, int here, int next, int pairs, int to) {
    float[] m = p.memory;
    float[] weights = p.weights;
    int w = p.weightsOffset;
    float a0 = weights[w];
    float a1 = weights[w + 1];
    float a2 = weights[w + 2];
    float b0 = weights[w + 3];
    float b1 = weights[w + 4];
    float b2 = weights[w + 5];
    float c0 = weights[w + 6];
    float c1 = weights[w + 7];
    float c2 = weights[w + 8];
    float start = p.start;
    int n = next - here;
    int below = 2 * p.width;
    int end = here + 2 * pairs;
    int at = to;
    for (int i = here; i < end; i += 2, at += 4) {
      float g0 = m[i];
      float g1 = m[i + 1];
      float g2 = m[i + 2];
      float n0 = m[i + n];
      float n1 = m[i + n + 1];
      float n2 = m[i + n + 2];
      m[at] = start + g0 * b1;
      m[at + 1] = start + g0 * b2 + g1 * b0;
      m[at + 2] = start + g1 * b1;
      m[at + 3] = start + g1 * b2 + g2 * b0;
      m[at + below] = start + g0 * c1 + n0 * a1;
      m[at + below + 1] = (start + g0 * c2 + g1 * c0) + (n0 * a2 + n1 * a0);
      m[at + below + 2] = start + g1 * c1 + n1 * a1;
      m[at + below + 3] = (start + g1 * c2 + g2 * c0) + (n1 * a2 + n2 * a0);
    }
  }

  private static void spreadPixel(PlaneWindow p, int here, int next, boolean right, int to) {
    float[] m = p.memory;
    float[] weights = p.weights;
    int w = p.weightsOffset;
    float g0 = m[here];
    float n0 = m[next];
    int below = to + 2 * p.width;
    float even = p.start + g0 * weights[w + 5];
    float odd = p.start + g0 * weights[w + 8] + n0 * weights[w + 2];
    m[to] = p.start + g0 * weights[w + 4];
    m[to + 1] = right ? even + m[here + 1] * weights[w + 3] : even;
    m[below] = p.start + g0 * weights[w + 7] + n0 * weights[w + 1];
    m[below + 1] = right ? odd + m[here + 1] * weights[w + 6] + m[next + 1] * weights[w] : odd;
  }
}
