package org.conv4j.nd4j.kernel;

/** {@link PlainWindow} for planes that come a few rows at a time. */
final class PlainRolling {

  private PlainRolling() {}

  /** Pixels that the last strip repeats have sums of their own, too. */
  static void roll(PlaneWindow p, int lanes) {
    for (int done = 0; done < p.width; done += lanes) {
      int x = Math.min(done, p.width - lanes);
      for (int lane = 0; lane < lanes; lane++) {
        rollPixel(p, x + lane, p.carried + 2 * done + lane, lanes);
      }
    }
  }

  private static void rollPixel(PlaneWindow p, int x, int carried, int lanes) {
    float[] m = p.memory;
    float[] weights = p.weights;
    int w = p.weightsOffset;
    boolean first = p.masks[x] != 0;
    boolean second = p.masks[p.maskStride + x] != 0;
    boolean third = p.masks[2 * p.maskStride + x] != 0;
    float v = m[carried];
    float next = m[carried + lanes];
    for (int r = 0; r < p.rows; r++) {
      int at = p.first + r * p.pitch + x;
      float x0 = first ? m[at] : 0;
      float x1 = second ? m[at + 1] : 0;
      float x2 = third ? m[at + 2] : 0;
      m[p.to + r * p.width + x] = fma(x0, x1, x2, weights, w + 6, v);
      v = fma(x0, x1, x2, weights, w + 3, next);
      next = fma(x0, x1, x2, weights, w, p.start);
    }
    m[carried] = v;
    m[carried + lanes] = next;
  }

  private static float fma(float x0, float x1, float x2, float[] weights, int w, float sum) {
    return Math.fma(
        x2, weights[w + 2], Math.fma(x1, weights[w + 1], Math.fma(x0, weights[w], sum)));
  }

  /** The two lanes of a pair have a sum each. */
  static void rollByTwo(PlaneWindow p, int lanes) {
    for (int done = 0; done < p.width; done += lanes) {
      int x = Math.min(done, p.width - lanes);
      for (int lane = 0; lane < lanes; lane++) {
        rollPair(p, x + lane, p.carried + 2 * (done + lane));
      }
    }
  }

  private static void rollPair(PlaneWindow p, int x, int carried) {
    float[] m = p.memory;
    float even = m[carried];
    float odd = m[carried + 1];
    for (int r = 0; r < p.rows; r++) {
      int middle = p.first + 2 * r * p.pitch + 2 * x;
      int last = middle + p.pitch;
      even = evenLane(p, 2, last, x, evenLane(p, 1, middle, x, even));
      odd = oddLane(p, 2, last, x, oddLane(p, 1, middle, x, odd));
      m[p.to + r * p.width + x] = even + odd;
      even = evenLane(p, 0, last, x, p.start);
      odd = oddLane(p, 0, last, x, -0f);
    }
    m[carried] = even;
    m[carried + 1] = odd;
  }

  /** Adds products of a tap row with the pair at {@code at}, and with what is beside it. */
  private static float evenLane(PlaneWindow p, int tapRow, int at, int x, float sum) {
    boolean outer = p.outer < 0;
    int w = p.weightsOffset + 3 * tapRow;
    float beside = p.masks[2 * x] != 0 ? p.memory[at - 1] : 0;
    float own = Math.fma(p.memory[at], p.weights[outer ? w + 1 : w], sum);
    return Math.fma(beside, outer ? p.weights[w] : 0, own);
  }

  private static float oddLane(PlaneWindow p, int tapRow, int at, int x, float sum) {
    boolean outer = p.outer < 0;
    int w = p.weightsOffset + 3 * tapRow;
    float beside = p.masks[2 * x + 1] != 0 ? p.memory[at + 2] : 0;
    float own = Math.fma(p.memory[at + 1], p.weights[outer ? w + 2 : w + 1], sum);
    return Math.fma(beside, outer ? 0 : p.weights[w + 2], own);
  }
}
