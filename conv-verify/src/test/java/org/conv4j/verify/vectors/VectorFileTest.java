package org.conv4j.verify.vectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.conv4j.ConvDirection;
import org.conv4j.verify.InputException;
import org.conv4j.verify.framework.FakeFramework;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.Simple.class)
class VectorFileTest {

  @TempDir private Path folder;

  /** One image of 3 x 3, one kernel of 2 x 2; 12 = 1 + 2 + 4 + 5. */
  private static final String GOOD =
      """
      {"id": "a", "op": "conv2d", "layout": "NHWC", "w_layout": "HWIO",
       "x_shape": [1, 3, 3, 1], "x": [1, 2, 3, 4, 5, 6, 7, 8, 9],
       "w_shape": [2, 2, 1, 1], "w": [1, 1, 1, 1],
       "stride": [1, 1], "dilation": [1, 1], "groups": 1,
       "padding": "VALID", "pad": [[0, 0], [0, 0]],
       "y_shape": [1, 2, 2, 1], "y": [12, 16, 24, 28], "exact_integers": true}
      """;

  private List<TestVector> read(String content) throws IOException {
    Path file = folder.resolve("v.json");
    Files.writeString(file, content);
    return VectorFile.read(file);
  }

  private List<String> failures(String vector) throws IOException {
    TestVector only = read("{\"vectors\": [" + vector + "]}").get(0);
    return new VectorRun(new FakeFramework("reference")).failures(only);
  }

  private String refusal(String content) {
    return assertThrows(InputException.class, () -> read(content)).getMessage();
  }

  @Test
  void readsAnArrayWithoutItsObject() throws IOException {
    assertEquals(1, read("[" + GOOD + "]").size());
  }

  @Test
  void leavesUnknownKeysAlone() throws IOException {
    assertEquals(List.of(), failures(GOOD.replace("\"id\"", "\"note\": {\"k\": [1]}, \"id\"")));
  }

  @Test
  void takesAbsentAndNullKeysForTheSame() throws IOException {
    String shortened =
        """
        {"id": "a", "op": "conv2d", "layout": "NHWC", "w_layout": "HWIO", "bias": null,
         "x_shape": [1, 3, 3, 1], "x": [1, 2, 3, 4, 5, 6, 7, 8, 9], "dx": null, "dy": null,
         "w_shape": [2, 2, 1, 1], "w": [1, 1, 1, 1], "padding": "VALID", "stride": null,
         "y_shape": null, "y": [12, 16, 24, 28], "atol": null}
        """;
    assertEquals(List.of(), failures(shortened));
  }

  @ParameterizedTest
  @CsvSource({
    "OIHW", "OIWH", "OHIW", "OHWI", "OWIH", "OWHI", "IOHW", "IOWH", "IHOW", "IHWO", "IWOH", "IWHO",
    "HOIW", "HOWI", "HIOW", "HIWO", "HWOI", "HWIO", "WOIH", "WOHI", "WIOH", "WIHO", "WHOI", "WHIO"
  })
  void takesFilterAxesInAnyOrder(String order) throws IOException {
    int[] sizes = new int[4];
    for (int axis = 0; axis < 4; axis++) {
      sizes[axis] = "OIHW".indexOf(order.charAt(axis)) + 1;
    }
    // O = 1, I = 2, H = 3, W = 4; the tap at i, h, w weighs 100 i + 10 h + w.
    StringBuilder filter = new StringBuilder();
    int[] at = new int[4];
    for (at[0] = 0; at[0] < sizes[0]; at[0]++) {
      for (at[1] = 0; at[1] < sizes[1]; at[1]++) {
        for (at[2] = 0; at[2] < sizes[2]; at[2]++) {
          for (at[3] = 0; at[3] < sizes[3]; at[3]++) {
            int weight =
                100 * at[order.indexOf('I')] + 10 * at[order.indexOf('H')] + at[order.indexOf('W')];
            filter.append(filter.isEmpty() ? "" : ",").append(weight);
          }
        }
      }
    }
    // The image is a single 1 at channel 1, row 2, column 3 of 3 x 4: y is that tap, 123.
    String vector =
        """
        {"id": "a", "op": "conv2d", "layout": "NCHW", "w_layout": "%s",
         "x_shape": [1, 2, 3, 4], "x": [0,0,0,0,0,0,0,0,0,0,0,0, 0,0,0,0,0,0,0,0,0,0,0,1],
         "w_shape": [%d, %d, %d, %d], "w": [%s], "padding": "VALID",
         "y": [123], "exact_integers": true}
        """
            .formatted(order, sizes[0], sizes[1], sizes[2], sizes[3], filter);
    assertEquals(List.of(), failures(vector));
  }

  @Test
  void takesTheShapeOfAGradientForThatOfItsOperand() throws IOException {
    String transposed =
        """
        {"id": "a", "op": "conv2d_backprop_input", "layout": "NCHW", "w_layout": "OIHW",
         "x": null, "dx_shape": [1, 1, 1, 2], "dx": [3, 6], "dy_shape": [1, 1, 1, 1], "dy": [3],
         "w_shape": [1, 1, 1, 2], "w": [1, 2], "padding": "VALID", "exact_integers": true}
        """;
    assertEquals(List.of(), failures(transposed));
  }

  @Test
  void judgesTheBiasGradientAlone() throws IOException {
    String vector =
        """
        {"id": "a", "op": "conv2d_backward", "layout": "NCHW", "w_layout": "OIHW",
         "x_shape": [1, 1, 1, 2], "w_shape": [2, 1, 1, 1], "dy": [1, 2, 3, 4], "db": [3, 7],
         "padding": "SAME", "exact_integers": true}
        """;
    assertEquals(List.of(), failures(vector));
    assertTrue(failures(vector.replace("[3, 7]", "[3, 8]")).get(0).startsWith("bias-gradient: "));
  }

  @Test
  void derivesThePaddingOfARule() throws IOException {
    TestVector.OneConvolution vector =
        (TestVector.OneConvolution)
            read("""
                    [{"id": "a", "op": "conv2d", "layout": "NHWC", "w_layout": "HWIO",
                      "x_shape": [1, 3, 3, 1], "x": [1, 2, 3, 4, 5, 6, 7, 8, 9],
                      "w_shape": [2, 2, 1, 1], "w": [1, 1, 1, 1], "padding": "SAME_LOWER",
                      "y": [1, 3, 5, 5, 12, 16, 11, 24, 28]}]
                    """)
                .get(0);
    assertEquals(1, vector.problem().sides().top());
    assertEquals(0, vector.problem().sides().bottom());
  }

  @Test
  void roundsOperandsToFloat32() throws IOException {
    TestVector.OneConvolution vector =
        (TestVector.OneConvolution)
            read("["
                    + GOOD.replace("[1, 1, 1, 1], \"w\": [1", "[1, 1, 1, 1], \"w\": [1")
                        .replace("\"w\": [1, 1, 1, 1]", "\"w\": [0.1, 1, 1, 1]")
                    + "]")
                .get(0);
    assertEquals((double) 0.1f, vector.operands().filter().values()[0]);
  }

  @Test
  void anAbsoluteToleranceIsABoundary() throws IOException {
    String vector =
        GOOD.replace("\"exact_integers\": true", "\"atol\": 0.25").replace("[12,", "[12.25,");
    assertEquals(List.of(), failures(vector));
    assertEquals(1, failures(vector.replace("0.25", "0.24")).size());
  }

  @Test
  void otherwiseTheRoundingBoundIsABoundary() throws IOException {
    // n = 4 and gauge 12: at most min(4 + 2, max(4, 2 * 2)) * 2^-24 * 12 = 2.86e-6.
    String vector = GOOD.replace("\"exact_integers\": true", "\"exact_integers\": false");
    assertEquals(List.of(), failures(vector.replace("[12,", "[12.0000028,")));
    assertEquals(1, failures(vector.replace("[12,", "[12.0000029,")).size());
  }

  @Test
  void exactMeansExactButForTheSignOfZero() throws IOException {
    assertEquals(1, failures(GOOD.replace("[12,", "[12.0000001,")).size());
    assertEquals(
        List.of(),
        failures(
            GOOD.replace("\"w\": [1, 1, 1, 1]", "\"w\": [0, 0, 0, 0]")
                .replace("[12, 16, 24, 28]", "[-0.0, 0, 0, 0]")));
  }

  @Test
  void takesNanAndInfinitiesByName() throws IOException {
    String vector =
        GOOD.replace("\"x\": [1, 2", "\"x\": [\"NaN\", 2")
            .replace("8, 9]", "8, \"-Infinity\"]")
            .replace("[12, 16, 24, 28]", "[\"NaN\", 16, 24, \"-Infinity\"]");
    assertEquals(List.of(), failures(vector));
    assertEquals(1, failures(vector.replace("[\"NaN\", 16", "[12, 16")).size());
  }

  @Test
  void readsTheValuesInTheirOrder() throws IOException {
    TestVector.OneConvolution vector = (TestVector.OneConvolution) read("[" + GOOD + "]").get(0);
    assertArrayEquals(
        new double[] {12, 16, 24, 28}, vector.expected().get(ConvDirection.FORWARD).values());
  }

  /** A change of the good vector, and what the sentence must say. */
  record Bad(String name, String content, String... sentence) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Bad bad(String name, String from, String to, String... sentence) {
    if (!GOOD.contains(from)) {
      throw new IllegalArgumentException("nothing to replace: " + from);
    }
    return new Bad(name, "{\"vectors\": [" + GOOD.replace(from, to) + "]}", sentence);
  }

  static Stream<Bad> contradictions() {
    return Stream.of(
        bad("no id", "\"id\": \"a\",", "", "vector 1", "'id' is missing"),
        bad("no op", "\"op\": \"conv2d\",", "", "vector 'a'", "'op' is missing"),
        bad("unknown op", "\"conv2d\"", "\"conv3d\"", "conv3d", "expected one of conv2d, "),
        bad("unknown layout", "NHWC", "NCWH", "NCWH", "NHWC or NCHW"),
        bad("unknown filter layout", "HWIO", "HWIX", "HWIX", "O, I, H and W"),
        bad("filter axis twice", "HWIO", "HHIO", "HHIO", "O, I, H and W"),
        bad("rank", "[1, 3, 3, 1]", "[1, 3, 3]", "x_shape", "4 axes, found 3"),
        bad("size is no integer", "[1, 3, 3, 1]", "[1, 3, 2.5, 1]", "2.5", "whole number"),
        bad("negative size", "[1, 3, 3, 1]", "[1, -3, 3, 1]", "input height is -3", "at least 0"),
        bad("overflow", "[1, 3, 3, 1]", "[4611686018427387904, 4, 3, 1]", "overflow 64 bits"),
        bad("beyond 64 bits", "[1, 3, 3, 1]", "[1e30, 3, 3, 1]", "whole number of 64 bits"),
        bad("zero kernel", "[2, 2, 1, 1]", "[0, 2, 1, 1]", "kernel height is 0"),
        bad("zero stride", "\"stride\": [1, 1]", "\"stride\": [0, 1]", "stride height is 0"),
        bad("stride of three", "\"stride\": [1, 1]", "\"stride\": [1, 1, 1]", "'stride'", "2 num"),
        bad("zero dilation", "\"dilation\": [1, 1]", "\"dilation\": [1, 0]", "dilation width is 0"),
        bad("zero groups", "\"groups\": 1", "\"groups\": 0", "0 groups"),
        bad("groups and channels", "\"groups\": 1", "\"groups\": 2", "2 groups = 2", "input has 1"),
        bad("channels", "[2, 2, 1, 1]", "[2, 2, 3, 1]", "3 input channels", "input has 1"),
        bad("kernel too large", "[2, 2, 1, 1]", "[6, 2, 1, 1]", "output height is -2"),
        bad("output shape", "[1, 2, 2, 1]", "[1, 3, 2, 1]", "[1, 3, 2, 1]", "give [1, 2, 2, 1]"),
        bad("number of values", "8, 9]", "8]", "'x' has 8 numbers", "needs 9"),
        bad("number of results", "24, 28]", "24]", "'y' has 3 numbers", "needs 4"),
        bad("text among numbers", "8, 9]", "8, \"nine\"]", "\"nine\" at 8"),
        bad("nested numbers", "8, 9]", "8, [9]]", "[9] at 8", "flat"),
        bad("beyond float32", "8, 9]", "8, 1e39]", "1.0E39 at 8", "float32"),
        bad("no operand", "\"w\": [1, 1, 1, 1],", "", "'w' is missing", "conv2d needs it"),
        bad("no result", ", \"y\": [12, 16, 24, 28]", "", "no result", "conv2d has y"),
        bad(
            "padding and rule",
            "[[0, 0], [0, 0]]",
            "[[1, 0], [0, 0]]",
            "[[1, 0], [0, 0]]",
            "VALID"),
        bad("unknown padding", "\"VALID\"", "\"FULL\"", "FULL", "SAME_LOWER"),
        bad(
            "explicit without numbers",
            "\"VALID\", \"pad\"",
            "\"EXPLICIT\", \"p\"",
            "'pad' is missing"),
        bad(
            "negative padding",
            "\"VALID\", \"pad\": [[0",
            "\"EXPLICIT\", \"pad\": [[-1",
            "padding top is -1"),
        bad("flat padding", "[[0, 0], [0, 0]]", "[0, 0, 0, 0]", "[[top, bottom], [left, right]]"),
        bad("no padding", "\"padding\": \"VALID\", \"pad\": [[0, 0], [0, 0]],", "", "both missing"),
        bad("exact is no flag", "true", "\"yes\"", "exact_integers", "true or false"),
        bad("negative tolerance", "\"exact_integers\": true", "\"atol\": -1", "'atol' is -1"),
        bad(
            "key twice",
            "\"groups\": 1",
            "\"groups\": 1, \"groups\": 2",
            "not valid JSON",
            "groups"),
        new Bad(
            "cut short",
            "{\"vectors\": [" + GOOD,
            "not valid JSON: Unexpected end-of-input: expected close marker for Array, line"),
        new Bad("empty file", "", "no array 'vectors'"),
        new Bad("no vectors key", "{\"meta\": {}}", "no array 'vectors'"),
        new Bad("empty vectors", "{\"vectors\": []}", "holds no vectors"),
        new Bad("vector is no object", "{\"vectors\": [1]}", "vector 1", "not an object"),
        new Bad("text after the end", "{\"vectors\": [" + GOOD + "]} x", "not valid JSON"));
  }

  @ParameterizedTest
  @MethodSource("contradictions")
  void refusesInOneSentence(Bad bad) {
    String message = refusal(bad.content());
    assertEquals(1, message.lines().count(), message);
    assertTrue(message.contains("v.json"), message);
    for (String part : bad.sentence()) {
      assertTrue(message.contains(part), message);
    }
  }

  @Test
  void refusesAFileThatIsNotThere() {
    InputException refused =
        assertThrows(InputException.class, () -> VectorFile.read(folder.resolve("none.json")));
    assertTrue(refused.getMessage().contains("there is no such file"), refused.getMessage());
  }

  @Test
  void refusesAFolder() {
    assertTrue(
        assertThrows(InputException.class, () -> VectorFile.read(folder))
            .getMessage()
            .contains("is a folder"));
  }
}
