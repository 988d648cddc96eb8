package org.conv4j.nd4j.kernel;

/**
 * A {@link PlaneWindow} in plain Java: nine products a pixel in one expression where all of them
 * exist, and one by one at the borders. Steps of one and of two have loops of their own: with a
 * step that is a variable, the JVM checks the bounds of each load, which costs a fifth to a third.
 */
final class ScalarWindow {

  private final PlaneWindow p;

  /** From one pixel to the next in a source row. */
  private final int step;

  /** Where tap column 0 meets the first pixel in a source row. */
  private final int shift;

  private final int from;
  private final int until;

  /** Where the source rows of the three tap rows begin. */
  private final int[] rows = new int[3];

  private ScalarWindow(PlaneWindow p, int step) {
    this.p = p;
    this.step = step;
    this.shift = step == 2 && p.outer < 0 ? -1 : 0;
    int first = 0;
    while (first < p.width && !whole(first)) {
      first++;
    }
    int last = p.width;
    while (last > first && !whole(last - 1)) {
      last--;
    }
    this.from = first;
    this.until = last;
  }

  private boolean whole(int x) {
    return exists(0, x) && exists(1, x) && exists(2, x);
  }

  /** Whether a tap column meets an element. */
  private boolean exists(int column, int x) {
    if (step == 1) {
      return p.masks[column * p.maskStride + x] != 0;
    }
    return column != 1 + p.outer || p.masks[2 * x + column / 2] != 0;
  }

  static void slide(PlaneWindow p) {
    ScalarWindow window = new ScalarWindow(p, 1);
    for (int r = 0; r < p.rows; r++) {
      window.place(r);
      window.multiply(p.to + r * p.width);
    }
  }

  static void slideByTwo(PlaneWindow p) {
    ScalarWindow window = new ScalarWindow(p, 2);
    for (int r = 0; r < p.rows; r++) {
      window.place(r);
      window.multiply(p.to + r * p.width);
    }
  }

  /** Sums come {@code lanes} apart. */
  static void add(PlaneWindow p, int lanes) {
    ScalarWindow window = new ScalarWindow(p, 1);
    for (int r = 0; r < p.rows; r++) {
      window.place(r);
      window.add(p.to + r * p.width, lanes);
    }
  }

  static void addByTwo(PlaneWindow p, int lanes) {
    ScalarWindow window = new ScalarWindow(p, 2);
    for (int r = 0; r < p.rows; r++) {
      window.place(r);
      window.add(p.to + r * p.width, lanes);
    }
  }

  private void place(int row) {
    int last = step * (p.rows - 1) + 2;
    for (int i = 0; i < 3; i++) {
      int n = step * row + i;
      rows[i] = n == 0 ? p.above : n == last ? p.below : p.first + (n - 1) * p.pitch;
    }
  }

  private int source(int tap) {
    return rows[tap / 3] + tap % 3 + shift;
  }

  private void multiply(int to) {
    for (int x = 0; x < from; x++) {
      p.memory[to + x] = borderSum(x);
    }
    if (step == 1) {
      multiplyWhole(to);
    } else {
      multiplyWholeByTwo(to);
    }
    for (int x = until; x < p.width; x++) {
      p.memory[to + x] = borderSum(x);
    }
  }

  private float borderSum(int x) {
    float sum = p.start;
    for (int tap = 0; tap < 9; tap++) {
      if (exists(tap % 3, x)) {
        sum += p.weights[p.weightsOffset + tap] * p.memory[source(tap) + step * x];
      }
    }
    return sum;
  }

  private void multiplyWhole(int to) {
    float[] m = p.memory;
    float[] weights = p.weights;
    int w = p.weightsOffset;
    float w0 = weights[w];
    float w1 = weights[w + 1];
    float w2 = weights[w + 2];
    float w3 = weights[w + 3];
    float w4 = weights[w + 4];
    float w5 = weights[w + 5];
    float w6 = weights[w + 6];
    float w7 = weights[w + 7];
    float w8 = weights[w + 8];
    float start = p.start;
    int o0 = source(0);
    int o1 = source(1);
    int o2 = source(2);
    int o3 = source(3);
    int o4 = source(4);
    int o5 = source(5);
    int o6 = source(6);
    int o7 = source(7);
    int o8 = source(8);
    for (int x = from; x < until; x++) {
      float v = start + w0 * m[x + o0] + w1 * m[x + o1] + w2 * m[x + o2];
      v = v + w3 * m[x + o3] + w4 * m[x + o4] + w5 * m[x + o5];
      m[x + to] = v + w6 * m[x + o6] + w7 * m[x + o7] + w8 * m[x + o8];
    }
  }

  private void multiplyWholeByTwo(int to) {
    float[] m = p.memory;
    float[] weights = p.weights;
    int w = p.weightsOffset;
    float w0 = weights[w];
    float w1 = weights[w + 1];
    float w2 = weights[w + 2];
    float w3 = weights[w + 3];
    float w4 = weights[w + 4];
    float w5 = weights[w + 5];
    float w6 = weights[w + 6];
    float w7 = weights[w + 7];
    float w8 = weights[w + 8];
    float start = p.start;
    int o0 = source(0);
    int o1 = source(1);
    int o2 = source(2);
    int o3 = source(3);
    int o4 = source(4);
    int o5 = source(5);
    int o6 = source(6);
    int o7 = source(7);
    int o8 = source(8);
    for (int x = from; x < until; x++) {
      float v = start + w0 * m[2 * x + o0] + w1 * m[2 * x + o1] + w2 * m[2 * x + o2];
      v = v + w3 * m[2 * x + o3] + w4 * m[2 * x + o4] + w5 * m[2 * x + o5];
      m[x + to] = v + w6 * m[2 * x + o6] + w7 * m[2 * x + o7] + w8 * m[2 * x + o8];
    }
  }

  private void add(int gradient, int lanes) {
    for (int x = 0; x < from; x++) {
      addBorder(x, gradient, lanes);
    }
    if (step == 1) {
      addWhole(gradient, lanes);
    } else {
      addWholeByTwo(gradient, lanes);
    }
    for (int x = until; x < p.width; x++) {
      addBorder(x, gradient, lanes);
    }
  }

  private void addBorder(int x, int gradient, int lanes) {
    for (int tap = 0; tap < 9; tap++) {
      if (exists(tap % 3, x)) {
        p.memory[p.sums + tap * lanes] += p.memory[gradient + x] * p.memory[source(tap) + step * x];
      }
    }
  }

  private void addWhole(int gradient, int lanes) {
    float[] m = p.memory;
    int o0 = source(0);
    int o1 = source(1);
    int o2 = source(2);
    int o3 = source(3);
    int o4 = source(4);
    int o5 = source(5);
    int o6 = source(6);
    int o7 = source(7);
    int o8 = source(8);
    float v0 = 0;
    float v1 = 0;
    float v2 = 0;
    float v3 = 0;
    float v4 = 0;
    float v5 = 0;
    float v6 = 0;
    float v7 = 0;
    float v8 = 0;
    for (int x = from; x < until; x++) {
      float g = m[x + gradient];
      v0 += g * m[x + o0];
      v1 += g * m[x + o1];
      v2 += g * m[x + o2];
      v3 += g * m[x + o3];
      v4 += g * m[x + o4];
      v5 += g * m[x + o5];
      v6 += g * m[x + o6];
      v7 += g * m[x + o7];
      v8 += g * m[x + o8];
    }
    int sum = p.sums;
    m[sum] += v0;
    m[sum + lanes] += v1;
    m[sum + 2 * lanes] += v2;
    m[sum + 3 * lanes] += v3;
    m[sum + 4 * lanes] += v4;
    m[sum + 5 * lanes] += v5;
    m[sum + 6 * lanes] += v6;
    m[sum + 7 * lanes] += v7;
    m[sum + 8 * lanes] += v8;
  }

  private void addWholeByTwo(int gradient, int lanes) {
    float[] m = p.memory;
    int o0 = source(0);
    int o1 = source(1);
    int o2 = source(2);
    int o3 = source(3);
    int o4 = source(4);
    int o5 = source(5);
    int o6 = source(6);
    int o7 = source(7);
    int o8 = source(8);
    float v0 = 0;
    float v1 = 0;
    float v2 = 0;
    float v3 = 0;
    float v4 = 0;
    float v5 = 0;
    float v6 = 0;
    float v7 = 0;
    float v8 = 0;
    for (int x = from; x < until; x++) {
      float g = m[x + gradient];
      v0 += g * m[2 * x + o0];
      v1 += g * m[2 * x + o1];
      v2 += g * m[2 * x + o2];
      v3 += g * m[2 * x + o3];
      v4 += g * m[2 * x + o4];
      v5 += g * m[2 * x + o5];
      v6 += g * m[2 * x + o6];
      v7 += g * m[2 * x + o7];
      v8 += g * m[2 * x + o8];
    }
    int sum = p.sums;
    m[sum] += v0;
    m[sum + lanes] += v1;
    m[sum + 2 * lanes] += v2;
    m[sum + 3 * lanes] += v3;
    m[sum + 4 * lanes] += v4;
    m[sum + 5 * lanes] += v5;
    m[sum + 6 * lanes] += v6;
    m[sum + 7 * lanes] += v7;
    m[sum + 8 * lanes] += v8;
  }
}
