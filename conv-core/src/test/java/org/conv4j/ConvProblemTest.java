package org.conv4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A convolution problem")
class ConvProblemTest {

  private static ConvProblem.Builder valid() {
    return ConvProblem.builder().input(2, 6, 8, 9).filter(4, 3, 2);
  }

  private static Arguments refused(UnaryOperator<ConvProblem.Builder> change, String message) {
    return Arguments.of(change, message);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refused(b -> b.input(-1, 6, 8, 9), "batch is -1: it must be at least 0"),
        refused(b -> b.input(2, -6, 8, 9), "input channels is -6: it must be at least 1"),
        refused(b -> b.input(2, 0, 8, 9), "input channels is 0: it must be at least 1"),
        refused(b -> b.input(2, 6, -8, 9), "input height is -8: it must be at least 0"),
        refused(b -> b.input(2, 6, 8, -9), "input width is -9: it must be at least 0"),
        refused(b -> b.filter(-4, 3, 2), "output channels is -4: it must be at least 0"),
        refused(b -> b.filter(4, 0, 2), "kernel height is 0: it must be at least 1"),
        refused(b -> b.filter(4, -3, 2), "kernel height is -3: it must be at least 1"),
        refused(b -> b.filter(4, 3, 0), "kernel width is 0: it must be at least 1"),
        refused(b -> b.stride(0, 1), "stride height is 0: it must be at least 1"),
        refused(b -> b.stride(1, 0), "stride width is 0: it must be at least 1"),
        refused(b -> b.stride(1, -2), "stride width is -2: it must be at least 1"),
        refused(
            b -> b.stride(0).padding(Padding.same()), "stride height is 0: it must be at least 1"),
        refused(b -> b.dilation(0, 1), "dilation height is 0: it must be at least 1"),
        refused(b -> b.dilation(1, -1), "dilation width is -1: it must be at least 1"),
        refused(b -> b.groups(0), "groups is 0: it must be at least 1"),
        refused(b -> b.groups(-2), "groups is -2: it must be at least 1"),
        refused(b -> b.groups(4), "4 groups do not divide 6 input channels"),
        refused(b -> b.groups(3), "3 groups do not divide 4 output channels"),
        refused(
            b -> b.padding(Padding.of(-1, 0, 0, 0)), "padding top is -1: it must be at least 0"),
        refused(
            b -> b.padding(Padding.of(0, -2, 0, 0)), "padding bottom is -2: it must be at least 0"),
        refused(
            b -> b.padding(Padding.of(0, 0, -3, 0)), "padding left is -3: it must be at least 0"),
        refused(
            b -> b.padding(Padding.of(0, 0, 0, -4)), "padding right is -4: it must be at least 0"),
        refused(
            b -> b.input(2, 6, 1, 9),
            "output height is -1: input 1 with padding 0 + 0 is too small for kernel 3 with dilation"
                + " 1 and stride 1 (floor((1 - 3) / 1) + 1 must not be negative)"),
        refused(
            b ->
                b.input(2, 6, 8, 1)
                    .filter(4, 3, 4)
                    .dilation(2)
                    .stride(3)
                    .padding(Padding.of(0, 0, 1, 0)),
            "output width is -1: input 1 with padding 1 + 0 is too small for kernel 4 with dilation"
                + " 2 and stride 3 (floor((2 - 7) / 3) + 1 must not be negative)"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("refusals")
  void refusesWhatIsNoConvolutionAndSaysWhy(
      UnaryOperator<ConvProblem.Builder> change, String message) {
    ConvProblem.Builder builder = change.apply(valid());
    ConvShapeException refusal = assertThrows(ConvShapeException.class, builder::build);
    assertEquals(message, refusal.getMessage());
  }

  private static final long HUGE = Long.MAX_VALUE;

  static Stream<UnaryOperator<ConvProblem.Builder>> overflows() {
    return Stream.of(
        b -> b.input(HUGE, 6, 8, 9),
        b -> b.input(2, HUGE, 8, 9),
        b -> b.input(2, 6, HUGE, 9),
        b -> b.input(2, 6, 8, HUGE),
        b -> b.input(1L << 32, 1, 1L << 16, 1L << 16).filter(1, 1, 1),
        b -> b.filter(HUGE, 3, 2),
        b -> b.filter(4, HUGE, 2).padding(Padding.of(HUGE, 0, 0, 0)),
        b -> b.filter(1L << 60, 3, 3),
        b -> b.dilation(HUGE, 1),
        b -> b.dilation(HUGE / 2 + 1, 1),
        b -> b.dilation(HUGE, 1).padding(Padding.same()),
        b -> b.stride(HUGE, 1).input(2, 6, HUGE, 1).padding(Padding.same()),
        b -> b.padding(Padding.of(HUGE, 0, 0, 0)),
        b -> b.padding(Padding.of(HUGE, HUGE, 0, 0)),
        b -> b.padding(Padding.symmetric(1L << 40)),
        b -> b.input(1L << 40, 1, 1, 1).filter(1L << 40, 1, 1),
        // products that overflow although another size is zero
        b -> b.input(0, 6, 1L << 40, 1L << 40),
        b ->
            b.input(2, 1L << 40, 8, 9)
                .filter(0, 1L << 20, 1L << 20)
                .padding(Padding.symmetric(1L << 20)));
  }

  @ParameterizedTest
  @MethodSource("overflows")
  void refusesSizesWhoseProductsOverflow(UnaryOperator<ConvProblem.Builder> change) {
    ConvProblem.Builder builder = change.apply(valid());
    ConvShapeException refusal = assertThrows(ConvShapeException.class, builder::build);
    assertTrue(refusal.getMessage().startsWith("sizes overflow 64 bits: "), refusal.getMessage());
  }

  @Test
  void namesTheSizesThatOverflow() {
    ConvProblem.Builder builder = valid().input(2, 6, HUGE, 9);
    assertEquals(
        "sizes overflow 64 bits: batch 2, channels 6 -> 4, input 9223372036854775807 x 9,"
            + " kernel 3 x 2, stride 1 x 1, dilation 1 x 1",
        assertThrows(ConvShapeException.class, builder::build).getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n0_c6h8w9_k4r3s2",
        "n2_c6h0w9_k4r3s2_pt1pb1pl0pr0",
        "n2_c6h8w0_k4r3s2_same",
        "n2_c6h8w9_k0r3s2",
        "n2_c6h2w9_k4r3s2",
        "n2_c6h1w9_k4r3s2_sh2sw1",
        "n1_c1h3000000000w1_k1r1s1",
        "n1_c1h5w5_k1r1s1_sh9000000000sw9000000000",
        "n1_c1h5w5_k1r1s1_dh9000000000000000000dw9000000000000000000"
      })
  void allowsEmptyAndHugeSizes(String notation) {
    assertDoesNotThrow(() -> ConvProblem.parse(notation));
  }

  @Test
  void needsInputAndFilterSizes() {
    assertEquals(
        "input sizes were not given: call input(...)",
        assertThrows(
                IllegalStateException.class, () -> ConvProblem.builder().filter(1, 1, 1).build())
            .getMessage());
    assertEquals(
        "filter sizes were not given: call filter(...)",
        assertThrows(
                IllegalStateException.class, () -> ConvProblem.builder().input(1, 1, 1, 1).build())
            .getMessage());
  }

  static Stream<Arguments> missingParts() {
    return Stream.of(
        refused(b -> b.padding(null), "padding"),
        refused(b -> b.layout(null), "layout"),
        refused(b -> b.filterLayout(null), "filterLayout"),
        refused(b -> b.elementType(null), "elementType"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("missingParts")
  void namesThePartThatIsNull(UnaryOperator<ConvProblem.Builder> change, String part) {
    ConvProblem.Builder builder = change.apply(valid());
    assertEquals(part, assertThrows(NullPointerException.class, builder::build).getMessage());
  }

  /** The positions whose whole reach lies within the padded axis, counted one by one. */
  private static long countedPositions(long padded, long reach, long stride) {
    return LongStream.iterate(0, start -> start + stride)
        .takeWhile(start -> start + reach <= padded)
        .count();
  }

  @Test
  void hasAsManyOutputRowsAsTheKernelHasPositions() {
    for (long size = 0; size <= 9; size++) {
      for (long pad = 0; pad <= 3; pad++) {
        for (long kernel = 1; kernel <= 4; kernel++) {
          for (long stride = 1; stride <= 5; stride++) {
            for (long dilation = 1; dilation <= 3; dilation++) {
              long reach = dilation * (kernel - 1) + 1;
              if (size + pad + 1 - reach < -stride) {
                continue;
              }
              Extent output =
                  valid()
                      .input(1, 1, size, 100)
                      .filter(1, kernel, 1)
                      .stride(stride, 1)
                      .dilation(dilation, 1)
                      .padding(Padding.of(pad, 1, 0, 0))
                      .build()
                      .outputSize();
              assertEquals(countedPositions(size + pad + 1, reach, stride), output.height());
              assertEquals(100, output.width());
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "n1_c1h2w2_k1r3s3, 0, 0",
    "n1_c1h1w1_k1r3s3_sh2sw2, 0, 0",
    "n1_c1h7w8_k1r3s2_sh2sw3, 3, 3",
    "n1_c1h5w5_k1r3s3_dh2dw1, 1, 3",
    "n1_c1h7w7_k1r1s1_sh3sw3_same, 3, 3",
    "n1_c1h0w5_k1r3s3_same, 0, 5",
    "n1_c1h0w5_k1r3s3_pt2pb1pl0pr0, 1, 3"
  })
  void floorsTheOutputSizeAlsoBelowZero(String notation, long height, long width) {
    assertEquals(new Extent(height, width), ConvProblem.parse(notation).outputSize());
  }

  @Test
  void shapesFollowTheLayouts() {
    ConvProblem problem = valid().groups(2).build();
    assertArrayEquals(new long[] {2, 6, 8, 9}, problem.inputShape());
    assertArrayEquals(new long[] {2, 4, 6, 8}, problem.outputShape());
    assertArrayEquals(new long[] {4, 3, 3, 2}, problem.filterShape());
    assertArrayEquals(new long[] {4}, problem.biasShape());
    ConvProblem channelsLast =
        problem.toBuilder().layout(TensorLayout.NHWC).filterLayout(FilterLayout.HWIO).build();
    assertArrayEquals(new long[] {2, 8, 9, 6}, channelsLast.inputShape());
    assertArrayEquals(new long[] {2, 6, 8, 4}, channelsLast.outputShape());
    assertArrayEquals(new long[] {3, 2, 3, 4}, channelsLast.filterShape());
    ConvProblem ohwi = problem.toBuilder().filterLayout(FilterLayout.OHWI).build();
    assertArrayEquals(new long[] {4, 3, 2, 3}, ohwi.filterShape());
  }

  @Test
  void countsTermsAndOperations() {
    ConvProblem problem = valid().groups(2).build();
    assertEquals(3 * 2 * 3 + 1, problem.terms(ConvDirection.FORWARD));
    assertEquals(3 * 2 * 2, problem.terms(ConvDirection.INPUT_GRADIENT));
    assertEquals(2 * 6 * 8, problem.terms(ConvDirection.FILTER_GRADIENT));
    assertEquals(2 * 6 * 8, problem.terms(ConvDirection.BIAS_GRADIENT));
    assertEquals(18, problem.toBuilder().bias(false).build().terms(ConvDirection.FORWARD));
    double outputs = 2 * 4 * 6 * 8;
    assertEquals(2 * outputs * 18, problem.operations(ConvDirection.FORWARD));
    assertEquals(2 * outputs * 18, problem.operations(ConvDirection.INPUT_GRADIENT));
    assertEquals(2 * outputs * 18, problem.operations(ConvDirection.FILTER_GRADIENT));
    assertEquals(outputs, problem.operations(ConvDirection.BIAS_GRADIENT));
  }

  @Test
  void isDepthwiseWhenEveryGroupHasOneOfSeveralInputChannels() {
    assertTrue(valid().filter(12, 3, 3).groups(6).build().depthwise());
    assertFalse(valid().groups(2).build().depthwise());
    assertFalse(valid().input(2, 1, 8, 9).build().depthwise());
  }

  @Test
  void rebuildsAsItIs() {
    RandomProblems.of(2, 200)
        .forEach(problem -> assertEquals(problem, problem.toBuilder().build()));
  }

  @Test
  void printsAsItsNotation() {
    assertEquals("n2_c6h8w9_k4r3s2", valid().build().toString());
  }
}
