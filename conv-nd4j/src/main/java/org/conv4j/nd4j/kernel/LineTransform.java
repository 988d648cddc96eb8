package org.conv4j.nd4j.kernel;

/**
 * Winograd's F(m, 3) in one dimension, on the elements of a line that lie {@code stride} apart: the
 * matrices are in the arithmetic, which is that of the vector kernels, operation by operation. In
 * two dimensions each transform is applied to all columns and then to all rows.
 */
interface LineTransform {

  /** m. */
  int outputs();

  /** BT, from n to n. */
  void input(float[] from, int f, int stride, float[] to, int t, int toStride);

  /** G, from 3 to n. */
  void filter(float[] from, int f, int stride, float[] to, int t, int toStride);

  /** AT, from n to m. */
  void output(float[] from, int f, int stride, float[] to, int t, int toStride);

  /** A, from m to n. */
  void gradient(float[] from, int f, int stride, float[] to, int t, int toStride);

  /** GT, from n to 3. */
  void filterGradient(float[] from, int f, int stride, float[] to, int t, int toStride);

  /** F(2, 3). */
  final class F2 implements LineTransform {

    @Override
    public int outputs() {
      return 2;
    }

    @Override
    public void input(float[] from, int f, int stride, float[] to, int t, int toStride) {
      float d0 = from[f];
      float d1 = from[f + stride];
      float d2 = from[f + 2 * stride];
      float d3 = from[f + 3 * stride];
      to[t] = d0 - d2;
      to[t + toStride] = d1 + d2;
      to[t + 2 * toStride] = d2 - d1;
      to[t + 3 * toStride] = d1 - d3;
    }

    @Override
    public void filter(float[] from, int f, int stride, float[] to, int t, int toStride) {
      float w0 = from[f];
      float w2 = from[f + 2 * stride];
      float outer = (w0 + w2) * .5f;
      float inner = from[f + stride] * .5f;
      to[t] = w0;
      to[t + toStride] = outer + inner;
      to[t + 2 * toStride] = outer - inner;
      to[t + 3 * toStride] = w2;
    }

    @Override
    public void output(float[] from, int f, int stride, float[] to, int t, int toStride) {
      float m1 = from[f + stride];
      float m2 = from[f + 2 * stride];
      to[t] = from[f] + m1 + m2;
      to[t + toStride] = m1 - m2 - from[f + 3 * stride];
    }

    @Override
    public void gradient(float[] from, int f, int stride, float[] to, int t, int toStride) {
      float d0 = from[f];
      float d1 = from[f + stride];
      to[t] = d0;
      to[t + toStride] = d0 + d1;
      to[t + 2 * toStride] = d0 - d1;
      to[t + 3 * toStride] = -d1;
    }

    @Override
    public void filterGradient(float[] from, int f, int stride, float[] to, int t, int toStride) {
      float u1 = from[f + stride];
      float u2 = from[f + 2 * stride];
      float sum = (u1 + u2) * .5f;
      to[t] = from[f] + sum;
      to[t + toStride] = (u1 - u2) * .5f;
      to[t + 2 * toStride] = from[f + 3 * stride] + sum;
    }
  }

  /** F(4, 3). */
  final class F4 implements LineTransform {

    private static final float QUARTER = 1 / 4f;
    private static final float SIXTH = 1 / 6f;
    private static final float TWELFTH = 1 / 12f;
    private static final float TWENTY_FOURTH = 1 / 24f;

    @Override
    public int outputs() {
      return 4;
    }

    @Override
    public void input(float[] from, int f, int stride, float[] to, int t, int toStride) {
      float d0 = from[f];
      float d1 = from[f + stride];
      float d2 = from[f + 2 * stride];
      float d3 = from[f + 3 * stride];
      float d4 = from[f + 4 * stride];
      float d5 = from[f + 5 * stride];
      float even = Math.fma(d2, -4, d4);
      float odd = Math.fma(d1, -4, d3);
      float far = d4 - d2;
      float near = d3 - d1;
      to[t] = Math.fma(d0, 4, Math.fma(d2, -5, d4));
      to[t + toStride] = even + odd;
      to[t + 2 * toStride] = even - odd;
      to[t + 3 * toStride] = Math.fma(near, 2, far);
      to[t + 4 * toStride] = Math.fma(near, -2, far);
      to[t + 5 * toStride] = Math.fma(d1, 4, Math.fma(d3, -5, d5));
    }

    @Override
    public void filter(float[] from, int f, int stride, float[] to, int t, int toStride) {
      float w0 = from[f];
      float w1 = from[f + stride];
      float w2 = from[f + 2 * stride];
      float outer = (w0 + w2) * -SIXTH;
      float inner = w1 * -SIXTH;
      float far = Math.fma(w2, 4, w0) * TWENTY_FOURTH;
      float near = w1 * TWELFTH;
      to[t] = w0 * QUARTER;
      to[t + toStride] = outer + inner;
      to[t + 2 * toStride] = outer - inner;
      to[t + 3 * toStride] = far + near;
      to[t + 4 * toStride] = far - near;
      to[t + 5 * toStride] = w2;
    }

    @Override
    public void output(float[] from, int f, int stride, float[] to, int t, int toStride) {
      float m1 = from[f + stride];
      float m2 = from[f + 2 * stride];
      float m3 = from[f + 3 * stride];
      float m4 = from[f + 4 * stride];
      float even = m1 + m2;
      float odd = m1 - m2;
      float far = m3 + m4;
      float near = m3 - m4;
      to[t] = from[f] + even + far;
      to[t + toStride] = Math.fma(near, 2, odd);
      to[t + 2 * toStride] = Math.fma(far, 4, even);
      to[t + 3 * toStride] = Math.fma(near, 8, odd) + from[f + 5 * stride];
    }

    @Override
    public void gradient(float[] from, int f, int stride, float[] to, int t, int toStride) {
      float d0 = from[f];
      float d1 = from[f + stride];
      float d2 = from[f + 2 * stride];
      float d3 = from[f + 3 * stride];
      float even = d0 + d2;
      float odd = d1 + d3;
      float far = Math.fma(d2, 4, d0);
      float near = Math.fma(d3, 8, d1 * 2);
      to[t] = d0;
      to[t + toStride] = even + odd;
      to[t + 2 * toStride] = even - odd;
      to[t + 3 * toStride] = far + near;
      to[t + 4 * toStride] = far - near;
      to[t + 5 * toStride] = d3;
    }

    @Override
    public void filterGradient(float[] from, int f, int stride, float[] to, int t, int toStride) {
      float u1 = from[f + stride];
      float u2 = from[f + 2 * stride];
      float u3 = from[f + 3 * stride];
      float u4 = from[f + 4 * stride];
      float sum = (u1 + u2) * -SIXTH;
      float far = u3 + u4;
      to[t] = Math.fma(far, TWENTY_FOURTH, Math.fma(from[f], QUARTER, sum));
      to[t + toStride] = Math.fma(u3 - u4, TWELFTH, (u1 - u2) * -SIXTH);
      to[t + 2 * toStride] = Math.fma(far, SIXTH, sum) + from[f + 5 * stride];
    }
  }
}
