package org.conv4j.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.conv4j.ConvProblem;
import org.conv4j.ConvShapeException;
import org.conv4j.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The padded gradient")
class MirroredReferenceTest {

  private static MirroredReference reference(String notation) {
    return new MirroredReference(ConvProblem.parse(notation));
  }

  @Test
  void isFramedByKernelMinusOneZeros() {
    Tensor padded =
        reference("n1_c1h3w4_k1r2s3")
            .paddedGradient(Tensor.of(new double[] {1, 2, 3, 4}, 1, 1, 2, 2));
    assertArrayEquals(new long[] {1, 1, 4, 6}, padded.shape());
    assertArrayEquals(
        new double[] {
          0, 0, 0, 0, 0, 0, //
          0, 0, 1, 2, 0, 0, //
          0, 0, 3, 4, 0, 0, //
          0, 0, 0, 0, 0, 0
        },
        padded.values());
  }

  @Test
  void setsElementsTheStrideApartAndReachesTheUnusedLastColumn() {
    Tensor padded =
        reference("n1_c1h1w6_k1r1s2_sh1sw3")
            .paddedGradient(Tensor.of(new double[] {1, 2}, 1, 1, 1, 2));
    assertArrayEquals(new long[] {1, 1, 1, 7}, padded.shape());
    assertArrayEquals(new double[] {0, 1, 0, 0, 2, 0, 0}, padded.values());
  }

  @Test
  void hasANarrowerFrameWhereTheInputIsPaddedAndIsCutWherePaddingExceedsTheReach() {
    Tensor padded =
        reference("n1_c1h1w2_k1r1s3_dh1dw2_pt0pb0pl2pr5")
            .paddedGradient(Tensor.of(new double[] {1, 2, 3, 4, 5}, 1, 1, 1, 5));
    assertArrayEquals(new long[] {1, 1, 1, 6}, padded.shape());
    assertArrayEquals(new double[] {0, 0, 1, 2, 3, 4}, padded.values());
  }

  @Test
  void keepsTheProblemsLayoutAndIsNew() {
    Tensor gradient = Tensor.of(new double[] {1, 2}, 1, 1, 1, 2);
    Tensor padded = reference("n1_c1h2w1_k2r2s1_nhwc").paddedGradient(gradient);
    assertArrayEquals(new long[] {1, 3, 1, 2}, padded.shape());
    assertArrayEquals(new double[] {0, 0, 1, 2, 0, 0}, padded.values());
    assertNotSame(
        gradient.values(), reference("n1_c1h1w1_k2r1s1_nhwc").paddedGradient(gradient).values());
  }

  @Test
  void isOfAnOutputGradientOnly() {
    MirroredReference reference = reference("n1_c1h3w4_k1r2s3");
    assertTrue(
        assertThrows(
                ConvShapeException.class, () -> reference.paddedGradient(Tensor.zeros(1, 1, 3, 4)))
            .getMessage()
            .startsWith("outputGradient has shape [1, 1, 3, 4], expected [1, 1, 2, 2]"));
    assertEquals(
        "outputGradient",
        assertThrows(NullPointerException.class, () -> reference.paddedGradient(null))
            .getMessage());
  }

  @Test
  void isRefusedWhereItDoesNotFitAJavaArray() {
    MirroredReference reference =
        reference("n1_c1h1w1_k1r2s1_dh8589934592dw1_pt8589934592pb0pl0pr0");
    assertEquals(
        "shape [1, 8589934593, 1, 1] holds more values than a Java array can",
        assertThrows(
                ConvShapeException.class, () -> reference.paddedGradient(Tensor.zeros(1, 1, 1, 1)))
            .getMessage());
  }
}
