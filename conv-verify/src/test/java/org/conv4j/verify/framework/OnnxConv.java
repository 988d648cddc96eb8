package org.conv4j.verify.framework;

import java.util.stream.LongStream;

/**
 * A {@code Conv} of ONNX, with small integers as operands, so that every sum is exact. The child
 * that imports it, which knows nothing of conv4j, and the test that expects something of it share
 * these.
 *
 * @param input batch, channels, height, width
 * @param weights output channels, channels of a group, height, width
 * @param strides height, width
 * @param pads top, left, bottom, right; empty where {@code autoPad} says more
 * @param autoPad null where {@code pads} are given
 * @param dilations height, width
 * @param groups that divide the channels
 */
record OnnxConv(
    long[] input,
    long[] weights,
    long[] strides,
    long[] pads,
    String autoPad,
    long[] dilations,
    long groups) {

  private static final long[] ONES = {1, 1};

  /** 3 x 3 on 5 x 5, from two channels to three. */
  private static OnnxConv dense(long[] strides, long[] dilations, long... pads) {
    return new OnnxConv(
        new long[] {2, 2, 7, 6}, new long[] {3, 2, 3, 3}, strides, pads, null, dilations, 1);
  }

  private static OnnxConv grouped(long channels, long groups) {
    return new OnnxConv(
        new long[] {1, channels, 5, 6},
        new long[] {4, channels / groups, 3, 3},
        ONES,
        new long[] {1, 0, 0, 1},
        null,
        ONES,
        groups);
  }

  private static OnnxConv automatic(String rule) {
    return new OnnxConv(
        new long[] {1, 2, 6, 7},
        new long[] {3, 2, 3, 3},
        new long[] {2, 2},
        new long[] {},
        rule,
        ONES,
        1);
  }

  /** What the importer of 1.0.0-M2.1 understands, and what it does not. */
  enum Sample {
    VALID(dense(ONES, ONES, 0, 0, 0, 0)),
    PADDED(dense(ONES, ONES, 1, 1, 1, 1)),
    PADDED_UNEVENLY(dense(ONES, ONES, 0, 2, 1, 1)),
    STRIDED(dense(new long[] {2, 1}, ONES, 1, 1, 1, 1)),
    DILATED(dense(ONES, new long[] {2, 2}, 2, 2, 2, 2)),
    GROUPED(grouped(4, 2)),
    DEPTHWISE(grouped(4, 4)),
    SAME_UPPER(automatic("SAME_UPPER")),
    SAME_LOWER(automatic("SAME_LOWER"));

    private final OnnxConv conv;

    Sample(OnnxConv conv) {
      this.conv = conv;
    }

    OnnxConv conv() {
      return conv;
    }
  }

  float[] inputValues() {
    return values(input, 5, -1);
  }

  float[] weightValues() {
    return values(weights, 7, -3);
  }

  float[] biasValues() {
    return values(new long[] {weights[0]}, 3, 1);
  }

  private static float[] values(long[] shape, int modulus, int offset) {
    float[] values = new float[(int) LongStream.of(shape).reduce(1, Math::multiplyExact)];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % modulus + offset;
    }
    return values;
  }
}
