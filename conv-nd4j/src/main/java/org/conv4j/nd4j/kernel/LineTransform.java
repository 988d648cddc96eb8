package org.conv4j.nd4j.kernel;

/**
 * The transforms of a {@link LineForm}, on the elements of a line that lie {@code stride} apart:
 * the matrices are in the arithmetic, which is that of the vector kernels, operation by operation.
 * In two dimensions each transform is applied to all columns and then to all rows.
 */
interface LineTransform {

  /** The transforms of {@code form}. */
  static LineTransform of(LineForm form) {
    return switch (form) {
      case F2 -> new F2();
      case F4 -> new F4();
      case BY_TWO -> new ByTwo();
      case SPREAD_OUTER, SPREAD_MIDDLE -> new Spread(form);
    };
  }

  /** What it transforms. */
  LineForm form();

  /** BT, from inputs to what they are transformed to. */
  void input(float[] from, int f, int stride, float[] to, int t, int toStride);

  /** G, from 3 taps to what they are transformed to. */
  void filter(float[] from, int f, int stride, float[] to, int t, int toStride);

  /** AT, from sums to outputs. */
  void output(float[] from, int f, int stride, float[] to, int t, int toStride);

  /** A, from outputs to sums. */
  default void gradient(float[] from, int f, int stride, float[] to, int t, int toStride) {
    throw new UnsupportedOperationException(form() + " has no filter gradient");
  }

  /** GT, from transformed taps to 3. */
  default void filterGradient(float[] from, int f, int stride, float[] to, int t, int toStride) {
    throw new UnsupportedOperationException(form() + " has no filter gradient");
  }

  /** F(2, 3). */
  final class F2 implements LineTransform {

    @Override
    public LineForm form() {
      return LineForm.F2;
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
    public LineForm form() {
      return LineForm.F4;
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

  /** {@link LineForm#BY_TWO}. */
  final class ByTwo implements LineTransform {

    @Override
    public LineForm form() {
      return LineForm.BY_TWO;
    }

    @Override
    public void input(float[] from, int f, int stride, float[] to, int t, int toStride) {
      float d2 = from[f + 2 * stride];
      to[t] = from[f] - d2;
      to[t + toStride] = d2;
      to[t + 2 * toStride] = from[f + 4 * stride] - d2;
      to[t + 3 * toStride] = from[f + stride];
      to[t + 4 * toStride] = from[f + 3 * stride];
    }

    @Override
    public void filter(float[] from, int f, int stride, float[] to, int t, int toStride) {
      outerAndMiddle(from, f, stride, to, t, toStride);
    }

    /** G of both ways. */
    static void outerAndMiddle(float[] from, int f, int stride, float[] to, int t, int toStride) {
      float w0 = from[f];
      float w2 = from[f + 2 * stride];
      to[t] = w0;
      to[t + toStride] = w0 + w2;
      to[t + 2 * toStride] = w2;
      to[t + 3 * toStride] = from[f + stride];
    }

    @Override
    public void output(float[] from, int f, int stride, float[] to, int t, int toStride) {
      float m1 = from[f + stride];
      to[t] = from[f] + m1;
      to[t + toStride] = m1 + from[f + 2 * stride];
    }

    @Override
    public void gradient(float[] from, int f, int stride, float[] to, int t, int toStride) {
      float d0 = from[f];
      float d1 = from[f + stride];
      to[t] = d0;
      to[t + toStride] = d0 + d1;
      to[t + 2 * toStride] = d1;
    }

    @Override
    public void filterGradient(float[] from, int f, int stride, float[] to, int t, int toStride) {
      float u1 = from[f + stride];
      to[t] = from[f] + u1;
      to[t + toStride] = from[f + 3 * stride];
      to[t + 2 * toStride] = u1 + from[f + 2 * stride];
    }
  }

  /** {@link LineForm#SPREAD_OUTER} and {@link LineForm#SPREAD_MIDDLE}. */
  final class Spread implements LineTransform {

    private final LineForm form;
    private final boolean middleFirst;

    Spread(LineForm form) {
      this.form = form;
      this.middleFirst = form == LineForm.SPREAD_MIDDLE;
    }

    @Override
    public LineForm form() {
      return form;
    }

    @Override
    public void input(float[] from, int f, int stride, float[] to, int t, int toStride) {
      float e0 = from[f];
      float e1 = from[f + stride];
      float e2 = from[f + 2 * stride];
      to[t] = e0 - e1;
      to[t + toStride] = e1;
      to[t + 2 * toStride] = e2 - e1;
      to[t + 3 * toStride] = middleFirst ? e0 : e2;
    }

    @Override
    public void filter(float[] from, int f, int stride, float[] to, int t, int toStride) {
      ByTwo.outerAndMiddle(from, f, stride, to, t, toStride);
    }

    @Override
    public void output(float[] from, int f, int stride, float[] to, int t, int toStride) {
      float m1 = from[f + stride];
      float near = from[f] + m1;
      float far = m1 + from[f + 2 * stride];
      float ofOne = from[f + 3 * stride];
      float ofOther = from[f + 4 * stride];
      to[t] = middleFirst ? ofOther : near;
      to[t + toStride] = middleFirst ? near : ofOne;
      to[t + 2 * toStride] = middleFirst ? ofOne : far;
      to[t + 3 * toStride] = middleFirst ? far : ofOther;
    }
  }
}
