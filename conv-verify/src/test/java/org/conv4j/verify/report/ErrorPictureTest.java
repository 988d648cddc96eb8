package org.conv4j.verify.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ErrorPictureTest {

  private static final double U = 0x1p-24;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "n2_c3h4w5_k2r1s1|forward|1,1,2,3|batch 1, channel 1: height x width|4|5",
        "n2_c3h4w5_k2r1s1_nhwc|forward|1,2,3,1|batch 1, channel 1: height x width|4|5",
        "n2_c3h4w5_k2r1s1|input-gradient|1,2,2,3|batch 1, channel 2: height x width|4|5",
        "n2_c3h4w5_k4r2s3|filter-gradient|3,2,1,2|output channel 3, input channel 2:"
            + " kernel height x kernel width|2|3",
        "n2_c3h4w5_k4r2s3_hwio|filter-gradient|1,2,2,3|input channel 2, output channel 3:"
            + " kernel height x kernel width|2|3",
        "n2_c3h4w5_k4r2s3_ohwi|filter-gradient|3,1,2,2|output channel 3, input channel 2:"
            + " kernel height x kernel width|2|3",
        "n2_c3h4w5_k4r1s1|filter-gradient|3,2,0,0|kernel height 0, kernel width 0:"
            + " output channel x input channel|4|3",
        "n2_c3h4w5_k4r1s1|bias-gradient|2|output channel|1|4",
        "n2_c3h4w5_k7r4s5|forward|1,6,0,0|height 0, width 0: batch x channel|2|7",
      })
  void shows_the_plane_through_the_worst_element(
      String notation, String direction, String index, String plane, int height, int width) {
    ConvProblem problem = ConvProblem.parse(notation);
    ConvDirection wanted = ConvDirection.ofId(direction);
    long[] at = Arrays.stream(index.split(",")).mapToLong(Long::parseLong).toArray();
    Tensor expected = Tensor.zeros(wanted.result().shape(problem));
    Tensor actual = expected.copy();
    actual.set(8 * U, at);
    ErrorPicture picture = of(problem, wanted, expected, actual, 1);
    assertEquals(plane, picture.plane());
    assertEquals(height, picture.height());
    assertEquals(width, picture.width());
    assertEquals(1, picture.unequal());
    assertEquals(1, Arrays.stream(picture.ratios().values()).filter(ratio -> ratio == 8).count());
    assertEquals(expected.size(), picture.histogram().stream().mapToLong(b -> b.count()).sum());
  }

  @Test
  void the_wrong_cell_is_where_the_wrong_element_is() {
    ConvProblem problem = ConvProblem.parse("n1_c1h2w3_k1r1s1");
    Tensor expected = Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 1, 1, 2, 3);
    Tensor actual = Tensor.of(new double[] {1, 2, 3, 4, 7, 6}, 1, 1, 2, 3);
    ErrorPicture picture = of(problem, ConvDirection.FORWARD, expected, actual, 2);
    assertArrayEquals(new double[] {0, 0, 0, 0, 1 / U, 0}, picture.ratios().values(), 1e-4 / U);
    assertArrayEquals(expected.values(), picture.expected().values());
    assertArrayEquals(actual.values(), picture.actual().values());
  }

  @Test
  void a_large_plane_is_reduced_and_keeps_its_worst_elements() {
    ConvProblem problem = ConvProblem.parse("n1_c1h100w70_k1r1s1");
    Tensor expected = Tensor.zeros(1, 1, 100, 70);
    Tensor actual = expected.copy();
    actual.set(3 * U, 0, 0, 99, 69);
    actual.set(2 * U, 0, 0, 98, 69);
    actual.set(5 * U, 0, 0, 0, 0);
    ErrorPicture picture = of(problem, ConvDirection.FORWARD, expected, actual, 1);
    Grid ratios = picture.ratios();
    assertEquals(32, ratios.rows());
    assertEquals(32, ratios.columns());
    assertEquals(5, ratios.values()[0]);
    assertEquals(3, ratios.values()[32 * 32 - 1]);
    assertEquals(3, picture.unequal());
  }

  @Test
  void what_is_no_number_is_worst() {
    ConvProblem problem = ConvProblem.parse("n1_c1h1w4_k1r1s1");
    Tensor expected = Tensor.of(new double[] {1, Double.NaN, Double.NaN, 0}, 1, 1, 1, 4);
    Tensor actual = Tensor.of(new double[] {Double.NaN, Double.NaN, 1, 1}, 1, 1, 1, 4);
    ErrorPicture picture = of(problem, ConvDirection.FORWARD, expected, actual, 0);
    double worst = Double.POSITIVE_INFINITY;
    assertArrayEquals(new double[] {worst, 0, worst, worst}, picture.ratios().values());
    assertEquals(
        List.of(1L, 3L),
        picture.histogram().stream().map(b -> b.count()).filter(n -> n > 0).toList());
  }

  @Test
  void there_is_no_picture_of_nothing_nor_of_another_shape() {
    ConvProblem problem = ConvProblem.parse("n0_c1h2w2_k1r1s1");
    Tensor empty = Tensor.zeros(0, 1, 2, 2);
    Tensor other = Tensor.zeros(1, 1, 2, 3);
    Tensor right = Tensor.zeros(1, 1, 2, 2);
    assertTrue(
        ErrorPicture.of("c", "f", problem, ConvDirection.FORWARD, empty, empty, empty).isEmpty());
    assertTrue(
        ErrorPicture.of("c", "f", problem, ConvDirection.FORWARD, right, other, right).isEmpty());
  }

  private static ErrorPicture of(
      ConvProblem problem, ConvDirection direction, Tensor expected, Tensor actual, double gauge) {
    Tensor gauges = Tensor.zeros(expected.shape());
    Arrays.fill(gauges.values(), gauge);
    return ErrorPicture.of("case", "framework", problem, direction, expected, actual, gauges)
        .orElseThrow();
  }
}
