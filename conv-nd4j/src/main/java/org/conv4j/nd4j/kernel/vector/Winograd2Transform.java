package org.conv4j.nd4j.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.conv4j.nd4j.kernel.LineForm;
import org.conv4j.nd4j.kernel.TileTransform;

/** F(2 x 2, 3 x 3) in vectors: the matrices are in the arithmetic. */
final class Winograd2Transform implements TileTransform {

  private static final VectorSpecies<Float> S = Species.FLOAT;
  private static final int L = Species.FLOAT.length();
  private static final float HALF = .5f;

  @Override
  public LineForm form() {
    return LineForm.F2;
  }

  @Override
  public void inputRows(
      float[] data, int[] rows, int pixels, int pixelStride, int to, int toStride) {
    int r0 = rows[0];
    int r1 = rows[1];
    int r2 = rows[2];
    int r3 = rows[3];
    for (int pixel = 0, p = 0, t = to; pixel < pixels; pixel++, p += pixelStride, t += L) {
      FloatVector d0 = FloatVector.fromArray(S, data, r0 + p);
      FloatVector d1 = FloatVector.fromArray(S, data, r1 + p);
      FloatVector d2 = FloatVector.fromArray(S, data, r2 + p);
      FloatVector d3 = FloatVector.fromArray(S, data, r3 + p);
      FloatVector v0 = d0.sub(d2);
      FloatVector v1 = d1.add(d2);
      FloatVector v2 = d2.sub(d1);
      FloatVector v3 = d1.sub(d3);
      v0.intoArray(data, t);
      v1.intoArray(data, t + toStride);
      v2.intoArray(data, t + 2 * toStride);
      v3.intoArray(data, t + 3 * toStride);
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
    for (int i = 0; i < 4; i++) {
      int f = from + i * fromStride;
      int t = to + 4 * i * elementStride;
      for (int tile = 0; tile < tiles; tile++, f += 2 * L, t += tileStride) {
        FloatVector d0 = FloatVector.fromArray(S, data, f);
        FloatVector d1 = FloatVector.fromArray(S, data, f + L);
        FloatVector d2 = FloatVector.fromArray(S, data, f + 2 * L);
        FloatVector d3 = FloatVector.fromArray(S, data, f + 3 * L);
        FloatVector v0 = d0.sub(d2);
        FloatVector v1 = d1.add(d2);
        FloatVector v2 = d2.sub(d1);
        FloatVector v3 = d1.sub(d3);
        v0.intoArray(v, t);
        v1.intoArray(v, t + elementStride);
        v2.intoArray(v, t + 2 * elementStride);
        v3.intoArray(v, t + 3 * elementStride);
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
    FloatVector half = FloatVector.broadcast(S, HALF);
    for (int vector = 0, f = from, t = to;
        vector < count;
        vector++, f += 9 * tapStride, t += vectorStride) {
      FloatVector w00 = FloatVector.fromArray(S, w, f);
      FloatVector w10 = FloatVector.fromArray(S, w, f + 3 * tapStride);
      FloatVector w20 = FloatVector.fromArray(S, w, f + 6 * tapStride);
      FloatVector w01 = FloatVector.fromArray(S, w, f + tapStride);
      FloatVector w11 = FloatVector.fromArray(S, w, f + 4 * tapStride);
      FloatVector w21 = FloatVector.fromArray(S, w, f + 7 * tapStride);
      FloatVector w02 = FloatVector.fromArray(S, w, f + 2 * tapStride);
      FloatVector w12 = FloatVector.fromArray(S, w, f + 5 * tapStride);
      FloatVector w22 = FloatVector.fromArray(S, w, f + 8 * tapStride);
      FloatVector aouter = w00.add(w20).mul(half);
      FloatVector ainner = w10.mul(half);
      FloatVector a1 = aouter.add(ainner);
      FloatVector a2 = aouter.sub(ainner);
      FloatVector bouter = w01.add(w21).mul(half);
      FloatVector binner = w11.mul(half);
      FloatVector b1 = bouter.add(binner);
      FloatVector b2 = bouter.sub(binner);
      FloatVector couter = w02.add(w22).mul(half);
      FloatVector cinner = w12.mul(half);
      FloatVector c1 = couter.add(cinner);
      FloatVector c2 = couter.sub(cinner);
      FloatVector r0xouter = w00.add(w02).mul(half);
      FloatVector r0xinner = w01.mul(half);
      FloatVector r0x1 = r0xouter.add(r0xinner);
      FloatVector r0x2 = r0xouter.sub(r0xinner);
      w00.intoArray(u, t);
      r0x1.intoArray(u, t + elementStride);
      r0x2.intoArray(u, t + 2 * elementStride);
      w02.intoArray(u, t + 3 * elementStride);
      FloatVector r1xouter = a1.add(c1).mul(half);
      FloatVector r1xinner = b1.mul(half);
      FloatVector r1x1 = r1xouter.add(r1xinner);
      FloatVector r1x2 = r1xouter.sub(r1xinner);
      a1.intoArray(u, t + 4 * elementStride);
      r1x1.intoArray(u, t + 5 * elementStride);
      r1x2.intoArray(u, t + 6 * elementStride);
      c1.intoArray(u, t + 7 * elementStride);
      FloatVector r2xouter = a2.add(c2).mul(half);
      FloatVector r2xinner = b2.mul(half);
      FloatVector r2x1 = r2xouter.add(r2xinner);
      FloatVector r2x2 = r2xouter.sub(r2xinner);
      a2.intoArray(u, t + 8 * elementStride);
      r2x1.intoArray(u, t + 9 * elementStride);
      r2x2.intoArray(u, t + 10 * elementStride);
      c2.intoArray(u, t + 11 * elementStride);
      FloatVector r3xouter = w20.add(w22).mul(half);
      FloatVector r3xinner = w21.mul(half);
      FloatVector r3x1 = r3xouter.add(r3xinner);
      FloatVector r3x2 = r3xouter.sub(r3xinner);
      w20.intoArray(u, t + 12 * elementStride);
      r3x1.intoArray(u, t + 13 * elementStride);
      r3x2.intoArray(u, t + 14 * elementStride);
      w22.intoArray(u, t + 15 * elementStride);
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
      FloatVector m10 = FloatVector.fromArray(S, data, f + 4 * elementStride);
      FloatVector m20 = FloatVector.fromArray(S, data, f + 8 * elementStride);
      FloatVector m30 = FloatVector.fromArray(S, data, f + 12 * elementStride);
      FloatVector a0 = m00.add(m10).add(m20);
      FloatVector a1 = m10.sub(m20).sub(m30);
      FloatVector m01 = FloatVector.fromArray(S, data, f + elementStride);
      FloatVector m11 = FloatVector.fromArray(S, data, f + 5 * elementStride);
      FloatVector m21 = FloatVector.fromArray(S, data, f + 9 * elementStride);
      FloatVector m31 = FloatVector.fromArray(S, data, f + 13 * elementStride);
      FloatVector b0 = m01.add(m11).add(m21);
      FloatVector b1 = m11.sub(m21).sub(m31);
      FloatVector m02 = FloatVector.fromArray(S, data, f + 2 * elementStride);
      FloatVector m12 = FloatVector.fromArray(S, data, f + 6 * elementStride);
      FloatVector m22 = FloatVector.fromArray(S, data, f + 10 * elementStride);
      FloatVector m32 = FloatVector.fromArray(S, data, f + 14 * elementStride);
      FloatVector c0 = m02.add(m12).add(m22);
      FloatVector c1 = m12.sub(m22).sub(m32);
      FloatVector m03 = FloatVector.fromArray(S, data, f + 3 * elementStride);
      FloatVector m13 = FloatVector.fromArray(S, data, f + 7 * elementStride);
      FloatVector m23 = FloatVector.fromArray(S, data, f + 11 * elementStride);
      FloatVector m33 = FloatVector.fromArray(S, data, f + 15 * elementStride);
      FloatVector d0 = m03.add(m13).add(m23);
      FloatVector d1 = m13.sub(m23).sub(m33);
      FloatVector y0x0 = a0.add(b0).add(c0);
      FloatVector y0x1 = b0.sub(c0).sub(d0);
      y0x0.add(b).intoArray(data, t);
      y0x1.add(b).intoArray(data, t + pixelStride);
      FloatVector y1x0 = a1.add(b1).add(c1);
      FloatVector y1x1 = b1.sub(c1).sub(d1);
      y1x0.add(b).intoArray(data, t + rowStride);
      y1x1.add(b).intoArray(data, t + rowStride + pixelStride);
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
      FloatVector v1 = d0.add(d1);
      FloatVector v2 = d0.sub(d1);
      FloatVector v3 = d1.neg();
      d0.intoArray(data, t);
      v1.intoArray(data, t + toStride);
      v2.intoArray(data, t + 2 * toStride);
      v3.intoArray(data, t + 3 * toStride);
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
    for (int i = 0; i < 4; i++) {
      int f = from + i * fromStride;
      int t = to + 4 * i * elementStride;
      for (int tile = 0; tile < tiles; tile++, f += 2 * L, t += tileStride) {
        FloatVector d0 = FloatVector.fromArray(S, data, f);
        FloatVector d1 = FloatVector.fromArray(S, data, f + L);
        FloatVector v1 = d0.add(d1);
        FloatVector v2 = d0.sub(d1);
        FloatVector v3 = d1.neg();
        d0.intoArray(d, t);
        v1.intoArray(d, t + elementStride);
        v2.intoArray(d, t + 2 * elementStride);
        v3.intoArray(d, t + 3 * elementStride);
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
    FloatVector half = FloatVector.broadcast(S, HALF);
    for (int vector = 0, f = from, t = to;
        vector < count;
        vector++, f += vectorStride, t += 9 * tapStride) {
      FloatVector u00 = FloatVector.fromArray(S, u, f);
      FloatVector u10 = FloatVector.fromArray(S, u, f + 4 * elementStride);
      FloatVector u20 = FloatVector.fromArray(S, u, f + 8 * elementStride);
      FloatVector u30 = FloatVector.fromArray(S, u, f + 12 * elementStride);
      FloatVector asum = u10.add(u20).mul(half);
      FloatVector a0 = u00.add(asum);
      FloatVector a1 = u10.sub(u20).mul(half);
      FloatVector a2 = u30.add(asum);
      FloatVector u01 = FloatVector.fromArray(S, u, f + elementStride);
      FloatVector u11 = FloatVector.fromArray(S, u, f + 5 * elementStride);
      FloatVector u21 = FloatVector.fromArray(S, u, f + 9 * elementStride);
      FloatVector u31 = FloatVector.fromArray(S, u, f + 13 * elementStride);
      FloatVector bsum = u11.add(u21).mul(half);
      FloatVector b0 = u01.add(bsum);
      FloatVector b1 = u11.sub(u21).mul(half);
      FloatVector b2 = u31.add(bsum);
      FloatVector u02 = FloatVector.fromArray(S, u, f + 2 * elementStride);
      FloatVector u12 = FloatVector.fromArray(S, u, f + 6 * elementStride);
      FloatVector u22 = FloatVector.fromArray(S, u, f + 10 * elementStride);
      FloatVector u32 = FloatVector.fromArray(S, u, f + 14 * elementStride);
      FloatVector csum = u12.add(u22).mul(half);
      FloatVector c0 = u02.add(csum);
      FloatVector c1 = u12.sub(u22).mul(half);
      FloatVector c2 = u32.add(csum);
      FloatVector u03 = FloatVector.fromArray(S, u, f + 3 * elementStride);
      FloatVector u13 = FloatVector.fromArray(S, u, f + 7 * elementStride);
      FloatVector u23 = FloatVector.fromArray(S, u, f + 11 * elementStride);
      FloatVector u33 = FloatVector.fromArray(S, u, f + 15 * elementStride);
      FloatVector dsum = u13.add(u23).mul(half);
      FloatVector d0 = u03.add(dsum);
      FloatVector d1 = u13.sub(u23).mul(half);
      FloatVector d2 = u33.add(dsum);
      FloatVector w0xsum = b0.add(c0).mul(half);
      FloatVector w0x0 = a0.add(w0xsum);
      FloatVector w0x1 = b0.sub(c0).mul(half);
      FloatVector w0x2 = d0.add(w0xsum);
      w0x0.intoArray(w, t);
      w0x1.intoArray(w, t + tapStride);
      w0x2.intoArray(w, t + 2 * tapStride);
      FloatVector w1xsum = b1.add(c1).mul(half);
      FloatVector w1x0 = a1.add(w1xsum);
      FloatVector w1x1 = b1.sub(c1).mul(half);
      FloatVector w1x2 = d1.add(w1xsum);
      w1x0.intoArray(w, t + 3 * tapStride);
      w1x1.intoArray(w, t + 4 * tapStride);
      w1x2.intoArray(w, t + 5 * tapStride);
      FloatVector w2xsum = b2.add(c2).mul(half);
      FloatVector w2x0 = a2.add(w2xsum);
      FloatVector w2x1 = b2.sub(c2).mul(half);
      FloatVector w2x2 = d2.add(w2xsum);
      w2x0.intoArray(w, t + 6 * tapStride);
      w2x1.intoArray(w, t + 7 * tapStride);
      w2x2.intoArray(w, t + 8 * tapStride);
    }
  }
}
