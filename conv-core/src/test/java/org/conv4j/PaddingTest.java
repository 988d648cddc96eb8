package org.conv4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Padding")
class PaddingTest {

  /** The other well-known form of the rule, by the remainder of the last stride. */
  private static long totalByRemainder(long size, long reach, long stride) {
    long last = size % stride == 0 ? stride : size % stride;
    return Math.max(0, reach - last);
  }

  @Test
  void sameGivesCeilOfSizeByStrideForEveryRemainder() {
    int kernelBelowStride = 0;
    for (long size = 1; size <= 13; size++) {
      for (long stride = 1; stride <= 5; stride++) {
        for (long kernel = 1; kernel <= 5; kernel++) {
          for (long dilation = 1; dilation <= 3; dilation++) {
            ConvProblem.Builder builder =
                ConvProblem.builder()
                    .input(1, 1, size, 13)
                    .filter(1, kernel, 1)
                    .stride(stride, 1)
                    .dilation(dilation, 1);
            ConvProblem upper = builder.padding(Padding.same()).build();
            ConvProblem lower = builder.padding(Padding.sameLower()).build();
            long total = totalByRemainder(size, dilation * (kernel - 1) + 1, stride);
            String which = upper.toString();
            assertEquals(new Sides(total / 2, (total + 1) / 2, 0, 0), upper.sides(), which);
            assertEquals(new Sides((total + 1) / 2, total / 2, 0, 0), lower.sides(), which);
            long output = (long) Math.ceil((double) size / stride);
            assertEquals(new Extent(output, 13), upper.outputSize(), which);
            assertEquals(new Extent(output, 13), lower.outputSize(), which);
            kernelBelowStride += kernel < stride ? 1 : 0;
          }
        }
      }
    }
    assertEquals(13 * 10 * 3, kernelBelowStride);
  }

  @Test
  void sameTreatsTheAxesIndependently() {
    ConvProblem problem = ConvProblem.parse("n1_c1h5w8_k1r4s3_sh1sw2_dh1dw2_same");
    assertEquals(new Sides(1, 2, 1, 2), problem.sides());
    assertEquals(new Extent(5, 4), problem.outputSize());
  }

  @ParameterizedTest
  @CsvSource({"0, 3, 1, 1, 1", "0, 1, 1, 0, 0", "0, 4, 2, 1, 1", "0, 2, 3, 0, 0"})
  void sameOfAnEmptyImageGivesAnEmptyOutput(
      long size, long kernel, long stride, long top, long bottom) {
    ConvProblem problem =
        ConvProblem.builder()
            .input(1, 1, size, 1)
            .filter(1, kernel, 1)
            .stride(stride)
            .padding(Padding.same())
            .build();
    assertEquals(new Sides(top, bottom, 0, 0), problem.sides());
    assertEquals(0, problem.outputSize().height());
  }

  @Test
  void explicitNumbersAreKept() {
    assertEquals(new Sides(1, 2, 3, 4), sides(Padding.of(1, 2, 3, 4)));
    assertEquals(new Sides(1, 1, 2, 2), sides(Padding.symmetric(1, 2)));
    assertEquals(new Sides(3, 3, 3, 3), sides(Padding.symmetric(3)));
    assertEquals(Sides.NONE, sides(Padding.valid()));
  }

  private static Sides sides(Padding padding) {
    return ConvProblem.builder().input(1, 1, 4, 4).filter(1, 1, 1).padding(padding).build().sides();
  }

  @Test
  void theRuleSurvivesBesideItsNumbers() {
    ConvProblem problem = ConvProblem.parse("n1_c1h4w4_k1r3s3_same");
    assertEquals(Padding.same(), problem.padding());
    assertEquals(new Sides(1, 1, 1, 1), problem.sides());
  }
}
