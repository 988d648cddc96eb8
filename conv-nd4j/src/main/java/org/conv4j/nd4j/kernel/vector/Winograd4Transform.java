package org.conv4j.nd4j.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.conv4j.nd4j.kernel.LineForm;
import org.conv4j.nd4j.kernel.TileTransform;

/** F(4 x 4, 3 x 3) in vectors: the matrices are in the arithmetic. */
final class Winograd4Transform implements TileTransform {

  private static final VectorSpecies<Float> S = Species.FLOAT;
  private static final int L = Species.FLOAT.length();
  private static final float TWO = 2;
  private static final float MINUS_TWO = -2;
  private static final float FOUR = 4;
  private static final float MINUS_FOUR = -4;
  private static final float MINUS_FIVE = -5;
  private static final float EIGHT = 8;
  private static final float QUARTER = 1 / 4f;
  private static final float SIXTH = 1 / 6f;
  private static final float MINUS_SIXTH = -1 / 6f;
  private static final float TWELFTH = 1 / 12f;
  private static final float TWENTY_FOURTH = 1 / 24f;

  @Override
  public LineForm form() {
    return LineForm.F4;
  }

  @Override
  public void inputRows(
      float[] data, int[] rows, int pixels, int pixelStride, int to, int toStride) {
    FloatVector two = FloatVector.broadcast(S, TWO);
    FloatVector minustwo = FloatVector.broadcast(S, MINUS_TWO);
    FloatVector four = FloatVector.broadcast(S, FOUR);
    FloatVector minusfour = FloatVector.broadcast(S, MINUS_FOUR);
    FloatVector minusfive = FloatVector.broadcast(S, MINUS_FIVE);
    int r0 = rows[0];
    int r1 = rows[1];
    int r2 = rows[2];
    int r3 = rows[3];
    int r4 = rows[4];
    int r5 = rows[5];
    for (int pixel = 0, p = 0, t = to; pixel < pixels; pixel++, p += pixelStride, t += L) {
      FloatVector d0 = FloatVector.fromArray(S, data, r0 + p);
      FloatVector d1 = FloatVector.fromArray(S, data, r1 + p);
      FloatVector d2 = FloatVector.fromArray(S, data, r2 + p);
      FloatVector d3 = FloatVector.fromArray(S, data, r3 + p);
      FloatVector d4 = FloatVector.fromArray(S, data, r4 + p);
      FloatVector d5 = FloatVector.fromArray(S, data, r5 + p);
      FloatVector veven = d2.fma(minusfour, d4);
      FloatVector vodd = d1.fma(minusfour, d3);
      FloatVector vfar = d4.sub(d2);
      FloatVector vnear = d3.sub(d1);
      FloatVector v0 = d0.fma(four, d2.fma(minusfive, d4));
      FloatVector v1 = veven.add(vodd);
      FloatVector v2 = veven.sub(vodd);
      FloatVector v3 = vnear.fma(two, vfar);
      FloatVector v4 = vnear.fma(minustwo, vfar);
      FloatVector v5 = d1.fma(four, d3.fma(minusfive, d5));
      v0.intoArray(data, t);
      v1.intoArray(data, t + toStride);
      v2.intoArray(data, t + 2 * toStride);
      v3.intoArray(data, t + 3 * toStride);
      v4.intoArray(data, t + 4 * toStride);
      v5.intoArray(data, t + 5 * toStride);
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
    FloatVector two = FloatVector.broadcast(S, TWO);
    FloatVector minustwo = FloatVector.broadcast(S, MINUS_TWO);
    FloatVector four = FloatVector.broadcast(S, FOUR);
    FloatVector minusfour = FloatVector.broadcast(S, MINUS_FOUR);
    FloatVector minusfive = FloatVector.broadcast(S, MINUS_FIVE);
    for (int i = 0; i < 6; i++) {
      int f = from + i * fromStride;
      int t = to + 6 * i * elementStride;
      for (int tile = 0; tile < tiles; tile++, f += 4 * L, t += tileStride) {
        FloatVector d0 = FloatVector.fromArray(S, data, f);
        FloatVector d1 = FloatVector.fromArray(S, data, f + L);
        FloatVector d2 = FloatVector.fromArray(S, data, f + 2 * L);
        FloatVector d3 = FloatVector.fromArray(S, data, f + 3 * L);
        FloatVector d4 = FloatVector.fromArray(S, data, f + 4 * L);
        FloatVector d5 = FloatVector.fromArray(S, data, f + 5 * L);
        FloatVector veven = d2.fma(minusfour, d4);
        FloatVector vodd = d1.fma(minusfour, d3);
        FloatVector vfar = d4.sub(d2);
        FloatVector vnear = d3.sub(d1);
        FloatVector v0 = d0.fma(four, d2.fma(minusfive, d4));
        FloatVector v1 = veven.add(vodd);
        FloatVector v2 = veven.sub(vodd);
        FloatVector v3 = vnear.fma(two, vfar);
        FloatVector v4 = vnear.fma(minustwo, vfar);
        FloatVector v5 = d1.fma(four, d3.fma(minusfive, d5));
        v0.intoArray(v, t);
        v1.intoArray(v, t + elementStride);
        v2.intoArray(v, t + 2 * elementStride);
        v3.intoArray(v, t + 3 * elementStride);
        v4.intoArray(v, t + 4 * elementStride);
        v5.intoArray(v, t + 5 * elementStride);
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
    FloatVector four = FloatVector.broadcast(S, FOUR);
    FloatVector quarter = FloatVector.broadcast(S, QUARTER);
    FloatVector minussixth = FloatVector.broadcast(S, MINUS_SIXTH);
    FloatVector twelfth = FloatVector.broadcast(S, TWELFTH);
    FloatVector twentyfourth = FloatVector.broadcast(S, TWENTY_FOURTH);
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
      FloatVector aouter = w00.add(w20).mul(minussixth);
      FloatVector ainner = w10.mul(minussixth);
      FloatVector afar = w20.fma(four, w00).mul(twentyfourth);
      FloatVector anear = w10.mul(twelfth);
      FloatVector a0 = w00.mul(quarter);
      FloatVector a1 = aouter.add(ainner);
      FloatVector a2 = aouter.sub(ainner);
      FloatVector a3 = afar.add(anear);
      FloatVector a4 = afar.sub(anear);
      FloatVector bouter = w01.add(w21).mul(minussixth);
      FloatVector binner = w11.mul(minussixth);
      FloatVector bfar = w21.fma(four, w01).mul(twentyfourth);
      FloatVector bnear = w11.mul(twelfth);
      FloatVector b0 = w01.mul(quarter);
      FloatVector b1 = bouter.add(binner);
      FloatVector b2 = bouter.sub(binner);
      FloatVector b3 = bfar.add(bnear);
      FloatVector b4 = bfar.sub(bnear);
      FloatVector couter = w02.add(w22).mul(minussixth);
      FloatVector cinner = w12.mul(minussixth);
      FloatVector cfar = w22.fma(four, w02).mul(twentyfourth);
      FloatVector cnear = w12.mul(twelfth);
      FloatVector c0 = w02.mul(quarter);
      FloatVector c1 = couter.add(cinner);
      FloatVector c2 = couter.sub(cinner);
      FloatVector c3 = cfar.add(cnear);
      FloatVector c4 = cfar.sub(cnear);
      FloatVector r0xouter = a0.add(c0).mul(minussixth);
      FloatVector r0xinner = b0.mul(minussixth);
      FloatVector r0xfar = c0.fma(four, a0).mul(twentyfourth);
      FloatVector r0xnear = b0.mul(twelfth);
      FloatVector r0x0 = a0.mul(quarter);
      FloatVector r0x1 = r0xouter.add(r0xinner);
      FloatVector r0x2 = r0xouter.sub(r0xinner);
      FloatVector r0x3 = r0xfar.add(r0xnear);
      FloatVector r0x4 = r0xfar.sub(r0xnear);
      r0x0.intoArray(u, t);
      r0x1.intoArray(u, t + elementStride);
      r0x2.intoArray(u, t + 2 * elementStride);
      r0x3.intoArray(u, t + 3 * elementStride);
      r0x4.intoArray(u, t + 4 * elementStride);
      c0.intoArray(u, t + 5 * elementStride);
      FloatVector r1xouter = a1.add(c1).mul(minussixth);
      FloatVector r1xinner = b1.mul(minussixth);
      FloatVector r1xfar = c1.fma(four, a1).mul(twentyfourth);
      FloatVector r1xnear = b1.mul(twelfth);
      FloatVector r1x0 = a1.mul(quarter);
      FloatVector r1x1 = r1xouter.add(r1xinner);
      FloatVector r1x2 = r1xouter.sub(r1xinner);
      FloatVector r1x3 = r1xfar.add(r1xnear);
      FloatVector r1x4 = r1xfar.sub(r1xnear);
      r1x0.intoArray(u, t + 6 * elementStride);
      r1x1.intoArray(u, t + 7 * elementStride);
      r1x2.intoArray(u, t + 8 * elementStride);
      r1x3.intoArray(u, t + 9 * elementStride);
      r1x4.intoArray(u, t + 10 * elementStride);
      c1.intoArray(u, t + 11 * elementStride);
      FloatVector r2xouter = a2.add(c2).mul(minussixth);
      FloatVector r2xinner = b2.mul(minussixth);
      FloatVector r2xfar = c2.fma(four, a2).mul(twentyfourth);
      FloatVector r2xnear = b2.mul(twelfth);
      FloatVector r2x0 = a2.mul(quarter);
      FloatVector r2x1 = r2xouter.add(r2xinner);
      FloatVector r2x2 = r2xouter.sub(r2xinner);
      FloatVector r2x3 = r2xfar.add(r2xnear);
      FloatVector r2x4 = r2xfar.sub(r2xnear);
      r2x0.intoArray(u, t + 12 * elementStride);
      r2x1.intoArray(u, t + 13 * elementStride);
      r2x2.intoArray(u, t + 14 * elementStride);
      r2x3.intoArray(u, t + 15 * elementStride);
      r2x4.intoArray(u, t + 16 * elementStride);
      c2.intoArray(u, t + 17 * elementStride);
      FloatVector r3xouter = a3.add(c3).mul(minussixth);
      FloatVector r3xinner = b3.mul(minussixth);
      FloatVector r3xfar = c3.fma(four, a3).mul(twentyfourth);
      FloatVector r3xnear = b3.mul(twelfth);
      FloatVector r3x0 = a3.mul(quarter);
      FloatVector r3x1 = r3xouter.add(r3xinner);
      FloatVector r3x2 = r3xouter.sub(r3xinner);
      FloatVector r3x3 = r3xfar.add(r3xnear);
      FloatVector r3x4 = r3xfar.sub(r3xnear);
      r3x0.intoArray(u, t + 18 * elementStride);
      r3x1.intoArray(u, t + 19 * elementStride);
      r3x2.intoArray(u, t + 20 * elementStride);
      r3x3.intoArray(u, t + 21 * elementStride);
      r3x4.intoArray(u, t + 22 * elementStride);
      c3.intoArray(u, t + 23 * elementStride);
      FloatVector r4xouter = a4.add(c4).mul(minussixth);
      FloatVector r4xinner = b4.mul(minussixth);
      FloatVector r4xfar = c4.fma(four, a4).mul(twentyfourth);
      FloatVector r4xnear = b4.mul(twelfth);
      FloatVector r4x0 = a4.mul(quarter);
      FloatVector r4x1 = r4xouter.add(r4xinner);
      FloatVector r4x2 = r4xouter.sub(r4xinner);
      FloatVector r4x3 = r4xfar.add(r4xnear);
      FloatVector r4x4 = r4xfar.sub(r4xnear);
      r4x0.intoArray(u, t + 24 * elementStride);
      r4x1.intoArray(u, t + 25 * elementStride);
      r4x2.intoArray(u, t + 26 * elementStride);
      r4x3.intoArray(u, t + 27 * elementStride);
      r4x4.intoArray(u, t + 28 * elementStride);
      c4.intoArray(u, t + 29 * elementStride);
      FloatVector r5xouter = w20.add(w22).mul(minussixth);
      FloatVector r5xinner = w21.mul(minussixth);
      FloatVector r5xfar = w22.fma(four, w20).mul(twentyfourth);
      FloatVector r5xnear = w21.mul(twelfth);
      FloatVector r5x0 = w20.mul(quarter);
      FloatVector r5x1 = r5xouter.add(r5xinner);
      FloatVector r5x2 = r5xouter.sub(r5xinner);
      FloatVector r5x3 = r5xfar.add(r5xnear);
      FloatVector r5x4 = r5xfar.sub(r5xnear);
      r5x0.intoArray(u, t + 30 * elementStride);
      r5x1.intoArray(u, t + 31 * elementStride);
      r5x2.intoArray(u, t + 32 * elementStride);
      r5x3.intoArray(u, t + 33 * elementStride);
      r5x4.intoArray(u, t + 34 * elementStride);
      w22.intoArray(u, t + 35 * elementStride);
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
    FloatVector two = FloatVector.broadcast(S, TWO);
    FloatVector four = FloatVector.broadcast(S, FOUR);
    FloatVector eight = FloatVector.broadcast(S, EIGHT);
    FloatVector b = FloatVector.fromArray(S, biases, bias);
    int f = from + (tiles - 1) * tileStride;
    int t = to + (tiles - 1) * 4 * pixelStride;
    for (int tile = 0; tile < tiles; tile++, f -= tileStride, t -= 4 * pixelStride) {
      FloatVector m00 = FloatVector.fromArray(S, data, f);
      FloatVector m10 = FloatVector.fromArray(S, data, f + 6 * elementStride);
      FloatVector m20 = FloatVector.fromArray(S, data, f + 12 * elementStride);
      FloatVector m30 = FloatVector.fromArray(S, data, f + 18 * elementStride);
      FloatVector m40 = FloatVector.fromArray(S, data, f + 24 * elementStride);
      FloatVector m50 = FloatVector.fromArray(S, data, f + 30 * elementStride);
      FloatVector aeven = m10.add(m20);
      FloatVector aodd = m10.sub(m20);
      FloatVector afar = m30.add(m40);
      FloatVector anear = m30.sub(m40);
      FloatVector a0 = m00.add(aeven).add(afar);
      FloatVector a1 = anear.fma(two, aodd);
      FloatVector a2 = afar.fma(four, aeven);
      FloatVector a3 = anear.fma(eight, aodd).add(m50);
      FloatVector m01 = FloatVector.fromArray(S, data, f + elementStride);
      FloatVector m11 = FloatVector.fromArray(S, data, f + 7 * elementStride);
      FloatVector m21 = FloatVector.fromArray(S, data, f + 13 * elementStride);
      FloatVector m31 = FloatVector.fromArray(S, data, f + 19 * elementStride);
      FloatVector m41 = FloatVector.fromArray(S, data, f + 25 * elementStride);
      FloatVector m51 = FloatVector.fromArray(S, data, f + 31 * elementStride);
      FloatVector beven = m11.add(m21);
      FloatVector bodd = m11.sub(m21);
      FloatVector bfar = m31.add(m41);
      FloatVector bnear = m31.sub(m41);
      FloatVector b0 = m01.add(beven).add(bfar);
      FloatVector b1 = bnear.fma(two, bodd);
      FloatVector b2 = bfar.fma(four, beven);
      FloatVector b3 = bnear.fma(eight, bodd).add(m51);
      FloatVector m02 = FloatVector.fromArray(S, data, f + 2 * elementStride);
      FloatVector m12 = FloatVector.fromArray(S, data, f + 8 * elementStride);
      FloatVector m22 = FloatVector.fromArray(S, data, f + 14 * elementStride);
      FloatVector m32 = FloatVector.fromArray(S, data, f + 20 * elementStride);
      FloatVector m42 = FloatVector.fromArray(S, data, f + 26 * elementStride);
      FloatVector m52 = FloatVector.fromArray(S, data, f + 32 * elementStride);
      FloatVector ceven = m12.add(m22);
      FloatVector codd = m12.sub(m22);
      FloatVector cfar = m32.add(m42);
      FloatVector cnear = m32.sub(m42);
      FloatVector c0 = m02.add(ceven).add(cfar);
      FloatVector c1 = cnear.fma(two, codd);
      FloatVector c2 = cfar.fma(four, ceven);
      FloatVector c3 = cnear.fma(eight, codd).add(m52);
      FloatVector m03 = FloatVector.fromArray(S, data, f + 3 * elementStride);
      FloatVector m13 = FloatVector.fromArray(S, data, f + 9 * elementStride);
      FloatVector m23 = FloatVector.fromArray(S, data, f + 15 * elementStride);
      FloatVector m33 = FloatVector.fromArray(S, data, f + 21 * elementStride);
      FloatVector m43 = FloatVector.fromArray(S, data, f + 27 * elementStride);
      FloatVector m53 = FloatVector.fromArray(S, data, f + 33 * elementStride);
      FloatVector deven = m13.add(m23);
      FloatVector dodd = m13.sub(m23);
      FloatVector dfar = m33.add(m43);
      FloatVector dnear = m33.sub(m43);
      FloatVector d0 = m03.add(deven).add(dfar);
      FloatVector d1 = dnear.fma(two, dodd);
      FloatVector d2 = dfar.fma(four, deven);
      FloatVector d3 = dnear.fma(eight, dodd).add(m53);
      FloatVector m04 = FloatVector.fromArray(S, data, f + 4 * elementStride);
      FloatVector m14 = FloatVector.fromArray(S, data, f + 10 * elementStride);
      FloatVector m24 = FloatVector.fromArray(S, data, f + 16 * elementStride);
      FloatVector m34 = FloatVector.fromArray(S, data, f + 22 * elementStride);
      FloatVector m44 = FloatVector.fromArray(S, data, f + 28 * elementStride);
      FloatVector m54 = FloatVector.fromArray(S, data, f + 34 * elementStride);
      FloatVector eeven = m14.add(m24);
      FloatVector eodd = m14.sub(m24);
      FloatVector efar = m34.add(m44);
      FloatVector enear = m34.sub(m44);
      FloatVector e0 = m04.add(eeven).add(efar);
      FloatVector e1 = enear.fma(two, eodd);
      FloatVector e2 = efar.fma(four, eeven);
      FloatVector e3 = enear.fma(eight, eodd).add(m54);
      FloatVector m05 = FloatVector.fromArray(S, data, f + 5 * elementStride);
      FloatVector m15 = FloatVector.fromArray(S, data, f + 11 * elementStride);
      FloatVector m25 = FloatVector.fromArray(S, data, f + 17 * elementStride);
      FloatVector m35 = FloatVector.fromArray(S, data, f + 23 * elementStride);
      FloatVector m45 = FloatVector.fromArray(S, data, f + 29 * elementStride);
      FloatVector m55 = FloatVector.fromArray(S, data, f + 35 * elementStride);
      FloatVector feven = m15.add(m25);
      FloatVector fodd = m15.sub(m25);
      FloatVector ffar = m35.add(m45);
      FloatVector fnear = m35.sub(m45);
      FloatVector f0 = m05.add(feven).add(ffar);
      FloatVector f1 = fnear.fma(two, fodd);
      FloatVector f2 = ffar.fma(four, feven);
      FloatVector f3 = fnear.fma(eight, fodd).add(m55);
      FloatVector y0xeven = b0.add(c0);
      FloatVector y0xodd = b0.sub(c0);
      FloatVector y0xfar = d0.add(e0);
      FloatVector y0xnear = d0.sub(e0);
      FloatVector y0x0 = a0.add(y0xeven).add(y0xfar);
      FloatVector y0x1 = y0xnear.fma(two, y0xodd);
      FloatVector y0x2 = y0xfar.fma(four, y0xeven);
      FloatVector y0x3 = y0xnear.fma(eight, y0xodd).add(f0);
      y0x0.add(b).intoArray(data, t);
      y0x1.add(b).intoArray(data, t + pixelStride);
      y0x2.add(b).intoArray(data, t + 2 * pixelStride);
      y0x3.add(b).intoArray(data, t + 3 * pixelStride);
      FloatVector y1xeven = b1.add(c1);
      FloatVector y1xodd = b1.sub(c1);
      FloatVector y1xfar = d1.add(e1);
      FloatVector y1xnear = d1.sub(e1);
      FloatVector y1x0 = a1.add(y1xeven).add(y1xfar);
      FloatVector y1x1 = y1xnear.fma(two, y1xodd);
      FloatVector y1x2 = y1xfar.fma(four, y1xeven);
      FloatVector y1x3 = y1xnear.fma(eight, y1xodd).add(f1);
      y1x0.add(b).intoArray(data, t + rowStride);
      y1x1.add(b).intoArray(data, t + rowStride + pixelStride);
      y1x2.add(b).intoArray(data, t + rowStride + 2 * pixelStride);
      y1x3.add(b).intoArray(data, t + rowStride + 3 * pixelStride);
      FloatVector y2xeven = b2.add(c2);
      FloatVector y2xodd = b2.sub(c2);
      FloatVector y2xfar = d2.add(e2);
      FloatVector y2xnear = d2.sub(e2);
      FloatVector y2x0 = a2.add(y2xeven).add(y2xfar);
      FloatVector y2x1 = y2xnear.fma(two, y2xodd);
      FloatVector y2x2 = y2xfar.fma(four, y2xeven);
      FloatVector y2x3 = y2xnear.fma(eight, y2xodd).add(f2);
      y2x0.add(b).intoArray(data, t + 2 * rowStride);
      y2x1.add(b).intoArray(data, t + 2 * rowStride + pixelStride);
      y2x2.add(b).intoArray(data, t + 2 * rowStride + 2 * pixelStride);
      y2x3.add(b).intoArray(data, t + 2 * rowStride + 3 * pixelStride);
      FloatVector y3xeven = b3.add(c3);
      FloatVector y3xodd = b3.sub(c3);
      FloatVector y3xfar = d3.add(e3);
      FloatVector y3xnear = d3.sub(e3);
      FloatVector y3x0 = a3.add(y3xeven).add(y3xfar);
      FloatVector y3x1 = y3xnear.fma(two, y3xodd);
      FloatVector y3x2 = y3xfar.fma(four, y3xeven);
      FloatVector y3x3 = y3xnear.fma(eight, y3xodd).add(f3);
      y3x0.add(b).intoArray(data, t + 3 * rowStride);
      y3x1.add(b).intoArray(data, t + 3 * rowStride + pixelStride);
      y3x2.add(b).intoArray(data, t + 3 * rowStride + 2 * pixelStride);
      y3x3.add(b).intoArray(data, t + 3 * rowStride + 3 * pixelStride);
    }
  }

  @Override
  public void gradientRows(
      float[] data, int[] rows, int pixels, int pixelStride, int to, int toStride) {
    FloatVector two = FloatVector.broadcast(S, TWO);
    FloatVector four = FloatVector.broadcast(S, FOUR);
    FloatVector eight = FloatVector.broadcast(S, EIGHT);
    int r0 = rows[0];
    int r1 = rows[1];
    int r2 = rows[2];
    int r3 = rows[3];
    for (int pixel = 0, p = 0, t = to; pixel < pixels; pixel++, p += pixelStride, t += L) {
      FloatVector d0 = FloatVector.fromArray(S, data, r0 + p);
      FloatVector d1 = FloatVector.fromArray(S, data, r1 + p);
      FloatVector d2 = FloatVector.fromArray(S, data, r2 + p);
      FloatVector d3 = FloatVector.fromArray(S, data, r3 + p);
      FloatVector veven = d0.add(d2);
      FloatVector vodd = d1.add(d3);
      FloatVector vfar = d2.fma(four, d0);
      FloatVector vnear = d3.fma(eight, d1.mul(two));
      FloatVector v1 = veven.add(vodd);
      FloatVector v2 = veven.sub(vodd);
      FloatVector v3 = vfar.add(vnear);
      FloatVector v4 = vfar.sub(vnear);
      d0.intoArray(data, t);
      v1.intoArray(data, t + toStride);
      v2.intoArray(data, t + 2 * toStride);
      v3.intoArray(data, t + 3 * toStride);
      v4.intoArray(data, t + 4 * toStride);
      d3.intoArray(data, t + 5 * toStride);
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
    FloatVector two = FloatVector.broadcast(S, TWO);
    FloatVector four = FloatVector.broadcast(S, FOUR);
    FloatVector eight = FloatVector.broadcast(S, EIGHT);
    for (int i = 0; i < 6; i++) {
      int f = from + i * fromStride;
      int t = to + 6 * i * elementStride;
      for (int tile = 0; tile < tiles; tile++, f += 4 * L, t += tileStride) {
        FloatVector d0 = FloatVector.fromArray(S, data, f);
        FloatVector d1 = FloatVector.fromArray(S, data, f + L);
        FloatVector d2 = FloatVector.fromArray(S, data, f + 2 * L);
        FloatVector d3 = FloatVector.fromArray(S, data, f + 3 * L);
        FloatVector veven = d0.add(d2);
        FloatVector vodd = d1.add(d3);
        FloatVector vfar = d2.fma(four, d0);
        FloatVector vnear = d3.fma(eight, d1.mul(two));
        FloatVector v1 = veven.add(vodd);
        FloatVector v2 = veven.sub(vodd);
        FloatVector v3 = vfar.add(vnear);
        FloatVector v4 = vfar.sub(vnear);
        d0.intoArray(d, t);
        v1.intoArray(d, t + elementStride);
        v2.intoArray(d, t + 2 * elementStride);
        v3.intoArray(d, t + 3 * elementStride);
        v4.intoArray(d, t + 4 * elementStride);
        d3.intoArray(d, t + 5 * elementStride);
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
    FloatVector quarter = FloatVector.broadcast(S, QUARTER);
    FloatVector sixth = FloatVector.broadcast(S, SIXTH);
    FloatVector minussixth = FloatVector.broadcast(S, MINUS_SIXTH);
    FloatVector twelfth = FloatVector.broadcast(S, TWELFTH);
    FloatVector twentyfourth = FloatVector.broadcast(S, TWENTY_FOURTH);
    for (int vector = 0, f = from, t = to;
        vector < count;
        vector++, f += vectorStride, t += 9 * tapStride) {
      FloatVector u00 = FloatVector.fromArray(S, u, f);
      FloatVector u10 = FloatVector.fromArray(S, u, f + 6 * elementStride);
      FloatVector u20 = FloatVector.fromArray(S, u, f + 12 * elementStride);
      FloatVector u30 = FloatVector.fromArray(S, u, f + 18 * elementStride);
      FloatVector u40 = FloatVector.fromArray(S, u, f + 24 * elementStride);
      FloatVector u50 = FloatVector.fromArray(S, u, f + 30 * elementStride);
      FloatVector asum = u10.add(u20).mul(minussixth);
      FloatVector afar = u30.add(u40);
      FloatVector a0 = afar.fma(twentyfourth, u00.fma(quarter, asum));
      FloatVector a1 = u30.sub(u40).fma(twelfth, u10.sub(u20).mul(minussixth));
      FloatVector a2 = afar.fma(sixth, asum).add(u50);
      FloatVector u01 = FloatVector.fromArray(S, u, f + elementStride);
      FloatVector u11 = FloatVector.fromArray(S, u, f + 7 * elementStride);
      FloatVector u21 = FloatVector.fromArray(S, u, f + 13 * elementStride);
      FloatVector u31 = FloatVector.fromArray(S, u, f + 19 * elementStride);
      FloatVector u41 = FloatVector.fromArray(S, u, f + 25 * elementStride);
      FloatVector u51 = FloatVector.fromArray(S, u, f + 31 * elementStride);
      FloatVector bsum = u11.add(u21).mul(minussixth);
      FloatVector bfar = u31.add(u41);
      FloatVector b0 = bfar.fma(twentyfourth, u01.fma(quarter, bsum));
      FloatVector b1 = u31.sub(u41).fma(twelfth, u11.sub(u21).mul(minussixth));
      FloatVector b2 = bfar.fma(sixth, bsum).add(u51);
      FloatVector u02 = FloatVector.fromArray(S, u, f + 2 * elementStride);
      FloatVector u12 = FloatVector.fromArray(S, u, f + 8 * elementStride);
      FloatVector u22 = FloatVector.fromArray(S, u, f + 14 * elementStride);
      FloatVector u32 = FloatVector.fromArray(S, u, f + 20 * elementStride);
      FloatVector u42 = FloatVector.fromArray(S, u, f + 26 * elementStride);
      FloatVector u52 = FloatVector.fromArray(S, u, f + 32 * elementStride);
      FloatVector csum = u12.add(u22).mul(minussixth);
      FloatVector cfar = u32.add(u42);
      FloatVector c0 = cfar.fma(twentyfourth, u02.fma(quarter, csum));
      FloatVector c1 = u32.sub(u42).fma(twelfth, u12.sub(u22).mul(minussixth));
      FloatVector c2 = cfar.fma(sixth, csum).add(u52);
      FloatVector u03 = FloatVector.fromArray(S, u, f + 3 * elementStride);
      FloatVector u13 = FloatVector.fromArray(S, u, f + 9 * elementStride);
      FloatVector u23 = FloatVector.fromArray(S, u, f + 15 * elementStride);
      FloatVector u33 = FloatVector.fromArray(S, u, f + 21 * elementStride);
      FloatVector u43 = FloatVector.fromArray(S, u, f + 27 * elementStride);
      FloatVector u53 = FloatVector.fromArray(S, u, f + 33 * elementStride);
      FloatVector dsum = u13.add(u23).mul(minussixth);
      FloatVector dfar = u33.add(u43);
      FloatVector d0 = dfar.fma(twentyfourth, u03.fma(quarter, dsum));
      FloatVector d1 = u33.sub(u43).fma(twelfth, u13.sub(u23).mul(minussixth));
      FloatVector d2 = dfar.fma(sixth, dsum).add(u53);
      FloatVector u04 = FloatVector.fromArray(S, u, f + 4 * elementStride);
      FloatVector u14 = FloatVector.fromArray(S, u, f + 10 * elementStride);
      FloatVector u24 = FloatVector.fromArray(S, u, f + 16 * elementStride);
      FloatVector u34 = FloatVector.fromArray(S, u, f + 22 * elementStride);
      FloatVector u44 = FloatVector.fromArray(S, u, f + 28 * elementStride);
      FloatVector u54 = FloatVector.fromArray(S, u, f + 34 * elementStride);
      FloatVector esum = u14.add(u24).mul(minussixth);
      FloatVector efar = u34.add(u44);
      FloatVector e0 = efar.fma(twentyfourth, u04.fma(quarter, esum));
      FloatVector e1 = u34.sub(u44).fma(twelfth, u14.sub(u24).mul(minussixth));
      FloatVector e2 = efar.fma(sixth, esum).add(u54);
      FloatVector u05 = FloatVector.fromArray(S, u, f + 5 * elementStride);
      FloatVector u15 = FloatVector.fromArray(S, u, f + 11 * elementStride);
      FloatVector u25 = FloatVector.fromArray(S, u, f + 17 * elementStride);
      FloatVector u35 = FloatVector.fromArray(S, u, f + 23 * elementStride);
      FloatVector u45 = FloatVector.fromArray(S, u, f + 29 * elementStride);
      FloatVector u55 = FloatVector.fromArray(S, u, f + 35 * elementStride);
      FloatVector fsum = u15.add(u25).mul(minussixth);
      FloatVector ffar = u35.add(u45);
      FloatVector f0 = ffar.fma(twentyfourth, u05.fma(quarter, fsum));
      FloatVector f1 = u35.sub(u45).fma(twelfth, u15.sub(u25).mul(minussixth));
      FloatVector f2 = ffar.fma(sixth, fsum).add(u55);
      FloatVector w0xsum = b0.add(c0).mul(minussixth);
      FloatVector w0xfar = d0.add(e0);
      FloatVector w0x0 = w0xfar.fma(twentyfourth, a0.fma(quarter, w0xsum));
      FloatVector w0x1 = d0.sub(e0).fma(twelfth, b0.sub(c0).mul(minussixth));
      FloatVector w0x2 = w0xfar.fma(sixth, w0xsum).add(f0);
      w0x0.intoArray(w, t);
      w0x1.intoArray(w, t + tapStride);
      w0x2.intoArray(w, t + 2 * tapStride);
      FloatVector w1xsum = b1.add(c1).mul(minussixth);
      FloatVector w1xfar = d1.add(e1);
      FloatVector w1x0 = w1xfar.fma(twentyfourth, a1.fma(quarter, w1xsum));
      FloatVector w1x1 = d1.sub(e1).fma(twelfth, b1.sub(c1).mul(minussixth));
      FloatVector w1x2 = w1xfar.fma(sixth, w1xsum).add(f1);
      w1x0.intoArray(w, t + 3 * tapStride);
      w1x1.intoArray(w, t + 4 * tapStride);
      w1x2.intoArray(w, t + 5 * tapStride);
      FloatVector w2xsum = b2.add(c2).mul(minussixth);
      FloatVector w2xfar = d2.add(e2);
      FloatVector w2x0 = w2xfar.fma(twentyfourth, a2.fma(quarter, w2xsum));
      FloatVector w2x1 = d2.sub(e2).fma(twelfth, b2.sub(c2).mul(minussixth));
      FloatVector w2x2 = w2xfar.fma(sixth, w2xsum).add(f2);
      w2x0.intoArray(w, t + 6 * tapStride);
      w2x1.intoArray(w, t + 7 * tapStride);
      w2x2.intoArray(w, t + 8 * tapStride);
    }
  }
}
