package org.conv4j.nd4j.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.conv4j.nd4j.kernel.LineForm;
import org.conv4j.nd4j.kernel.TileTransform;

/** {@link LineForm#BY_TWO} along both axes, in vectors: the matrices are in the arithmetic. */
final class StridedTransform implements TileTransform {

  private static final VectorSpecies<Float> S = Species.FLOAT;
  private static final int L = Species.FLOAT.length();

  @Override
  public LineForm form() {
    return LineForm.BY_TWO;
  }

  @Override
  public void inputRows(
      float[] data, int[] rows, int pixels, int pixelStride, int to, int toStride) {
    int r0 = rows[0];
    int r1 = rows[1];
    int r2 = rows[2];
    int r3 = rows[3];
    int r4 = rows[4];
    for (int pixel = 0, p = 0, t = to; pixel < pixels; pixel++, p += pixelStride, t += L) {
      FloatVector d0 = FloatVector.fromArray(S, data, r0 + p);
      FloatVector d1 = FloatVector.fromArray(S, data, r1 + p);
      FloatVector d2 = FloatVector.fromArray(S, data, r2 + p);
      FloatVector d3 = FloatVector.fromArray(S, data, r3 + p);
      FloatVector d4 = FloatVector.fromArray(S, data, r4 + p);
      d0.sub(d2).intoArray(data, t);
      d2.intoArray(data, t + toStride);
      d4.sub(d2).intoArray(data, t + 2 * toStride);
      d1.intoArray(data, t + 3 * toStride);
      d3.intoArray(data, t + 4 * toStride);
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
    for (int i = 0; i < 5; i++) {
      int f = from + i * fromStride;
      int t = to + 5 * i * elementStride;
      for (int tile = 0; tile < tiles; tile++, f += 4 * L, t += tileStride) {
        FloatVector d0 = FloatVector.fromArray(S, data, f);
        FloatVector d1 = FloatVector.fromArray(S, data, f + L);
        FloatVector d2 = FloatVector.fromArray(S, data, f + 2 * L);
        FloatVector d3 = FloatVector.fromArray(S, data, f + 3 * L);
        FloatVector d4 = FloatVector.fromArray(S, data, f + 4 * L);
        d0.sub(d2).intoArray(v, t);
        d2.intoArray(v, t + elementStride);
        d4.sub(d2).intoArray(v, t + 2 * elementStride);
        d1.intoArray(v, t + 3 * elementStride);
        d3.intoArray(v, t + 4 * elementStride);
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
    outerAndMiddle(w, from, tapStride, count, u, to, elementStride, vectorStride);
  }

  /** G w GT of both ways. */
  static void outerAndMiddle(
      float[] w,
      int from,
      int tapStride,
      int count,
      float[] u,
      int to,
      int elementStride,
      int vectorStride) {
    for (int vector = 0, f = from, t = to;
        vector < count;
        vector++, f += 9 * tapStride, t += vectorStride) {
      FloatVector w00 = FloatVector.fromArray(S, w, f);
      FloatVector w01 = FloatVector.fromArray(S, w, f + tapStride);
      FloatVector w02 = FloatVector.fromArray(S, w, f + 2 * tapStride);
      FloatVector w10 = FloatVector.fromArray(S, w, f + 3 * tapStride);
      FloatVector w11 = FloatVector.fromArray(S, w, f + 4 * tapStride);
      FloatVector w12 = FloatVector.fromArray(S, w, f + 5 * tapStride);
      FloatVector w20 = FloatVector.fromArray(S, w, f + 6 * tapStride);
      FloatVector w21 = FloatVector.fromArray(S, w, f + 7 * tapStride);
      FloatVector w22 = FloatVector.fromArray(S, w, f + 8 * tapStride);
      FloatVector s0 = w00.add(w20);
      FloatVector s1 = w01.add(w21);
      FloatVector s2 = w02.add(w22);
      w00.intoArray(u, t);
      w00.add(w02).intoArray(u, t + elementStride);
      w02.intoArray(u, t + 2 * elementStride);
      w01.intoArray(u, t + 3 * elementStride);
      s0.intoArray(u, t + 4 * elementStride);
      s0.add(s2).intoArray(u, t + 5 * elementStride);
      s2.intoArray(u, t + 6 * elementStride);
      s1.intoArray(u, t + 7 * elementStride);
      w20.intoArray(u, t + 8 * elementStride);
      w20.add(w22).intoArray(u, t + 9 * elementStride);
      w22.intoArray(u, t + 10 * elementStride);
      w21.intoArray(u, t + 11 * elementStride);
      w10.intoArray(u, t + 12 * elementStride);
      w10.add(w12).intoArray(u, t + 13 * elementStride);
      w12.intoArray(u, t + 14 * elementStride);
      w11.intoArray(u, t + 15 * elementStride);
    }
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
    int f = from + (tiles - 1) * tileStride;
    int t = to + (tiles - 1) * 2 * pixelStride;
    for (int tile = 0; tile < tiles; tile++, f -= tileStride, t -= 2 * pixelStride) {
      FloatVector m00 = FloatVector.fromArray(S, data, f);
      FloatVector m01 = FloatVector.fromArray(S, data, f + elementStride);
      FloatVector m02 = FloatVector.fromArray(S, data, f + 2 * elementStride);
      FloatVector m10 = FloatVector.fromArray(S, data, f + 3 * elementStride);
      FloatVector m11 = FloatVector.fromArray(S, data, f + 4 * elementStride);
      FloatVector m12 = FloatVector.fromArray(S, data, f + 5 * elementStride);
      FloatVector m20 = FloatVector.fromArray(S, data, f + 6 * elementStride);
      FloatVector m21 = FloatVector.fromArray(S, data, f + 7 * elementStride);
      FloatVector m22 = FloatVector.fromArray(S, data, f + 8 * elementStride);
      FloatVector y00 = m00.add(m10);
      FloatVector y01 = m01.add(m11);
      FloatVector y02 = m02.add(m12);
      y00.add(y01).add(b).intoArray(data, t);
      y01.add(y02).add(b).intoArray(data, t + pixelStride);
      FloatVector y10 = m10.add(m20);
      FloatVector y11 = m11.add(m21);
      FloatVector y12 = m12.add(m22);
      y10.add(y11).add(b).intoArray(data, t + rowStride);
      y11.add(y12).add(b).intoArray(data, t + rowStride + pixelStride);
    }
  }

  @Override
  public void gradientRows(
      float[] data, int[] rows, int pixels, int pixelStride, int to, int toStride) {
    int r0 = rows[0];
    int r1 = rows[1];
    for (int pixel = 0, p = 0, t = to; pixel < pixels; pixel++, p += pixelStride, t += L) {
      FloatVector d0 = FloatVector.fromArray(S, data, r0 + p);
      FloatVector d1 = FloatVector.fromArray(S, data, r1 + p);
      d0.intoArray(data, t);
      d0.add(d1).intoArray(data, t + toStride);
      d1.intoArray(data, t + 2 * toStride);
    }
  }

  @Override
  public void gradientColumns(
      float[] data,
      int from,
      int fromStride,
      int tiles,
      float[] d,
      int to,
      int elementStride,
      int tileStride) {
    for (int i = 0; i < 3; i++) {
      int f = from + i * fromStride;
      int t = to + 3 * i * elementStride;
      for (int tile = 0; tile < tiles; tile++, f += 2 * L, t += tileStride) {
        FloatVector d0 = FloatVector.fromArray(S, data, f);
        FloatVector d1 = FloatVector.fromArray(S, data, f + L);
        d0.intoArray(d, t);
        d0.add(d1).intoArray(d, t + elementStride);
        d1.intoArray(d, t + 2 * elementStride);
      }
    }
  }

  @Override
  public void filterGradient(
      float[] u,
      int from,
      int elementStride,
      int vectorStride,
      int count,
      float[] w,
      int to,
      int tapStride) {
    for (int vector = 0, f = from, t = to;
        vector < count;
        vector++, f += vectorStride, t += 9 * tapStride) {
      FloatVector s0 = FloatVector.fromArray(S, u, f + 4 * elementStride);
      FloatVector s1 = FloatVector.fromArray(S, u, f + 5 * elementStride);
      FloatVector s2 = FloatVector.fromArray(S, u, f + 6 * elementStride);
      FloatVector s3 = FloatVector.fromArray(S, u, f + 7 * elementStride);
      row(
          FloatVector.fromArray(S, u, f).add(s0),
          FloatVector.fromArray(S, u, f + elementStride).add(s1),
          FloatVector.fromArray(S, u, f + 2 * elementStride).add(s2),
          FloatVector.fromArray(S, u, f + 3 * elementStride).add(s3),
          w,
          t,
          tapStride);
      row(
          FloatVector.fromArray(S, u, f + 12 * elementStride),
          FloatVector.fromArray(S, u, f + 13 * elementStride),
          FloatVector.fromArray(S, u, f + 14 * elementStride),
          FloatVector.fromArray(S, u, f + 15 * elementStride),
          w,
          t + 3 * tapStride,
          tapStride);
      row(
          s0.add(FloatVector.fromArray(S, u, f + 8 * elementStride)),
          s1.add(FloatVector.fromArray(S, u, f + 9 * elementStride)),
          s2.add(FloatVector.fromArray(S, u, f + 10 * elementStride)),
          s3.add(FloatVector.fromArray(S, u, f + 11 * elementStride)),
          w,
          t + 6 * tapStride,
          tapStride);
    }
  }

  /** A row of three taps. */
  private static void row(
      FloatVector u0,
      FloatVector u1,
      FloatVector u2,
      FloatVector u3,
      float[] w,
      int to,
      int tapStride) {
    u0.add(u1).intoArray(w, to);
    u3.intoArray(w, to + tapStride);
    u1.add(u2).intoArray(w, to + 2 * tapStride);
  }
}
