package org.conv4j.nd4j.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.conv4j.nd4j.kernel.LineForm;
import org.conv4j.nd4j.kernel.TileTransform;

/**
 * {@link LineForm#SPREAD_OUTER} or {@link LineForm#SPREAD_MIDDLE} along each axis, in vectors: the
 * matrices are in the arithmetic.
 */
final class SpreadTransform implements TileTransform {

  private static final VectorSpecies<Float> S = Species.FLOAT;
  private static final int L = Species.FLOAT.length();

  private final LineForm form;
  private final boolean middleRowFirst;
  private final boolean middleColumnFirst;

  SpreadTransform(LineForm vertical, LineForm horizontal) {
    this.form = vertical;
    this.middleRowFirst = vertical == LineForm.SPREAD_MIDDLE;
    this.middleColumnFirst = horizontal == LineForm.SPREAD_MIDDLE;
  }

  @Override
  public LineForm form() {
    return form;
  }

  @Override
  public void inputRows(
      float[] data, int[] rows, int pixels, int pixelStride, int to, int toStride) {
    int r0 = rows[0];
    int r1 = rows[1];
    int r2 = rows[2];
    int r3 = middleRowFirst ? r0 : r2;
    for (int pixel = 0, p = 0, t = to; pixel < pixels; pixel++, p += pixelStride, t += L) {
      FloatVector e0 = FloatVector.fromArray(S, data, r0 + p);
      FloatVector e1 = FloatVector.fromArray(S, data, r1 + p);
      FloatVector e2 = FloatVector.fromArray(S, data, r2 + p);
      FloatVector e3 = FloatVector.fromArray(S, data, r3 + p);
      e0.sub(e1).intoArray(data, t);
      e1.intoArray(data, t + toStride);
      e2.sub(e1).intoArray(data, t + 2 * toStride);
      e3.intoArray(data, t + 3 * toStride);
    }
  }

  @Override
  public void inputColumns(
      float[] data,
      int from,
      int fromStride,
      int tiles,
      float[] v,
      int to,
      int elementStride,
      int tileStride) {
    int third = middleColumnFirst ? 0 : 2 * L;
    for (int i = 0; i < 4; i++) {
      int f = from + i * fromStride;
      int t = to + 4 * i * elementStride;
      for (int tile = 0; tile < tiles; tile++, f += 2 * L, t += tileStride) {
        FloatVector e0 = FloatVector.fromArray(S, data, f);
        FloatVector e1 = FloatVector.fromArray(S, data, f + L);
        FloatVector e2 = FloatVector.fromArray(S, data, f + 2 * L);
        FloatVector e3 = FloatVector.fromArray(S, data, f + third);
        e0.sub(e1).intoArray(v, t);
        e1.intoArray(v, t + elementStride);
        e2.sub(e1).intoArray(v, t + 2 * elementStride);
        e3.intoArray(v, t + 3 * elementStride);
      }
    }
  }

  @Override
  public void filter(
      float[] w,
      int from,
      int tapStride,
      int count,
      float[] u,
      int to,
      int elementStride,
      int vectorStride) {
    StridedTransform.outerAndMiddle(w, from, tapStride, count, u, to, elementStride, vectorStride);
  }

  @Override
  public void output(
      float[] data,
      int from,
      int elementStride,
      int tileStride,
      int tiles,
      float[] biases,
      int bias,
      int to,
      int rowStride,
      int pixelStride) {
    FloatVector b = FloatVector.fromArray(S, biases, bias);
    int line = 5 * elementStride;
    int f = from + (tiles - 1) * tileStride;
    int t = to + (tiles - 1) * 4 * pixelStride;
    for (int tile = 0; tile < tiles; tile++, f -= tileStride, t -= 4 * pixelStride) {
      if (middleRowFirst) {
        middle(data, f + 4 * line, elementStride, b, t, pixelStride);
        outer(data, f, line, elementStride, b, t + rowStride, pixelStride);
        middle(data, f + 3 * line, elementStride, b, t + 2 * rowStride, pixelStride);
        outer(data, f + line, line, elementStride, b, t + 3 * rowStride, pixelStride);
      } else {
        outer(data, f, line, elementStride, b, t, pixelStride);
        middle(data, f + 3 * line, elementStride, b, t + rowStride, pixelStride);
        outer(data, f + line, line, elementStride, b, t + 2 * rowStride, pixelStride);
        middle(data, f + 4 * line, elementStride, b, t + 3 * rowStride, pixelStride);
      }
    }
  }

  /** A row of pixels that outer taps reach: the sum of two lines. */
  private void outer(
      float[] data, int f, int line, int elementStride, FloatVector b, int t, int pixelStride) {
    int g = f + line;
    store(
        sum(data, f, g),
        sum(data, f + elementStride, g + elementStride),
        sum(data, f + 2 * elementStride, g + 2 * elementStride),
        sum(data, f + 3 * elementStride, g + 3 * elementStride),
        sum(data, f + 4 * elementStride, g + 4 * elementStride),
        b,
        data,
        t,
        pixelStride);
  }

  private static FloatVector sum(float[] data, int f, int g) {
    return FloatVector.fromArray(S, data, f).add(FloatVector.fromArray(S, data, g));
  }

  /** A row of pixels that the middle tap reaches: one line. */
  private void middle(
      float[] data, int f, int elementStride, FloatVector b, int t, int pixelStride) {
    store(
        FloatVector.fromArray(S, data, f),
        FloatVector.fromArray(S, data, f + elementStride),
        FloatVector.fromArray(S, data, f + 2 * elementStride),
        FloatVector.fromArray(S, data, f + 3 * elementStride),
        FloatVector.fromArray(S, data, f + 4 * elementStride),
        b,
        data,
        t,
        pixelStride);
  }

  private void store(
      FloatVector m0,
      FloatVector m1,
      FloatVector m2,
      FloatVector m3,
      FloatVector m4,
      FloatVector b,
      float[] data,
      int t,
      int pixelStride) {
    FloatVector near = m0.add(m1).add(b);
    FloatVector far = m1.add(m2).add(b);
    FloatVector ofOne = m3.add(b);
    FloatVector ofOther = m4.add(b);
    int outer = middleColumnFirst ? t + pixelStride : t;
    near.intoArray(data, outer);
    far.intoArray(data, outer + 2 * pixelStride);
    ofOne.intoArray(data, middleColumnFirst ? t + 2 * pixelStride : t + pixelStride);
    ofOther.intoArray(data, middleColumnFirst ? t : t + 3 * pixelStride);
  }
}
