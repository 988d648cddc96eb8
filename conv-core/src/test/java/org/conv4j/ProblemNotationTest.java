package org.conv4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The problem notation")
class ProblemNotationTest {

  private static final String FULL =
      "n8_c64h56w55_k128r3s5_g2_sh2sw3_pt1pb2pl3pr4_dh4dw5_nhwc_hwio_nobias_f64";

  @Test
  void printsEveryPartInItsPlace() {
    ConvProblem problem =
        ConvProblem.builder()
            .input(8, 64, 56, 55)
            .filter(128, 3, 5)
            .groups(2)
            .stride(2, 3)
            .padding(Padding.of(1, 2, 3, 4))
            .dilation(4, 5)
            .layout(TensorLayout.NHWC)
            .filterLayout(FilterLayout.HWIO)
            .bias(false)
            .elementType(ElementType.FLOAT64)
            .build();
    assertEquals(FULL, ProblemNotation.print(problem));
    assertEquals(problem, ProblemNotation.parse(FULL));
  }

  @Test
  void leavesDefaultsOut() {
    ConvProblem problem = ConvProblem.builder().input(1, 2, 3, 4).filter(5, 1, 2).build();
    assertEquals("n1_c2h3w4_k5r1s2", ProblemNotation.print(problem));
    assertEquals(problem, ProblemNotation.parse("n1_c2h3w4_k5r1s2"));
  }

  @ParameterizedTest
  @CsvSource({
    "n1_c2h3w4_k5r1s2_g1_sh1sw1_pt0pb0pl0pr0_dh1dw1, n1_c2h3w4_k5r1s2",
    "n01_c2h3w4_k5r1s2_f64_same, n1_c2h3w4_k5r1s2_same_f64",
    "n1_c2h3w4_k5r1s2_ohwi_samelower, n1_c2h3w4_k5r1s2_samelower_ohwi"
  })
  void printsCanonicallyWhatWasWrittenOtherwise(String written, String canonical) {
    assertEquals(canonical, ProblemNotation.print(ProblemNotation.parse(written)));
  }

  @Test
  void parsesWhatItPrints() {
    RandomProblems.of(3, 2_000)
        .forEach(
            problem -> {
              String line = ProblemNotation.print(problem);
              assertEquals(problem, ProblemNotation.parse(line), line);
            });
  }

  @Test
  void acceptsTheOptionalPartsInAnyOrder() {
    Random random = new Random(4);
    ConvProblem expected = ProblemNotation.parse(FULL);
    List<String> parts = Arrays.asList(FULL.split("_"));
    for (int i = 0; i < 200; i++) {
      Collections.shuffle(parts.subList(3, parts.size()), random);
      String line = String.join("_", parts);
      assertEquals(expected, ProblemNotation.parse(line), line);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "_g2_g2, groups",
    "_sh2sw2_sh1sw1, stride",
    "_same_samelower, padding",
    "_pt1pb1pl1pr1_same, padding",
    "_dh1dw1_dh1dw1, dilation",
    "_nhwc_nobias_nhwc, tensor layout",
    "_hwio_ohwi, filter layout",
    "_nobias_nobias, bias",
    "_f64_f64, element type"
  })
  void refusesAPartGivenTwice(String parts, String what) {
    String line = "n1_c2h3w4_k6r1s2" + parts;
    assertEquals("'" + line + "' gives the " + what + " twice", refusal(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "n1",
        "n1_c2h3w4",
        "n1_c2h3w4_k5r1",
        "n1_c2h3w4_k5r1s",
        "n_c2h3w4_k5r1s2",
        "n1_c2w4h3_k5r1s2",
        "n1_k5r1s2_c2h3w4",
        "N1_C2H3W4_K5R1S2",
        "n1.5_c2h3w4_k5r1s2",
        "n+1_c2h3w4_k5r1s2",
        "n1e3_c2h3w4_k5r1s2",
        "n0x1_c2h3w4_k5r1s2",
        "n\u0661_c2h3w4_k5r1s2",
        " n1_c2h3w4_k5r1s2",
        "n1_c2h3w4_k5r1s2 ",
        "n1_c2h3w4_k5r1s2\n",
        "n1_c2h3w4_k5r1s2g2",
        "n1_c2h3w4_k5r1s2\u0000_g2"
      })
  void refusesWhatIsNoNotation(String line) {
    assertEquals(
        "'" + line + "' is no problem notation: expected for instance n8_c64h56w56_k128r3s3",
        refusal(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "g",
        "g2x",
        "sh2",
        "sw2sh2",
        "pt1pb1pl1",
        "SAME",
        "valid",
        "nchw",
        "oihw",
        "bias",
        "f32",
        "f16",
        "dh2dw",
        "same ",
        "\u00e9"
      })
  void refusesAnUnknownPart(String part) {
    String line = "n1_c2h3w4_k5r1s2_" + part + "_nobias";
    assertEquals("'" + line + "' has an unknown part '" + part + "'", refusal(line));
  }

  @ParameterizedTest
  @CsvSource({
    "n9223372036854775808_c2h3w4_k5r1s2, 9223372036854775808",
    "n1_c2h3w4_k5r1s99999999999999999999999, 99999999999999999999999",
    "n1_c2h3w4_k5r1s2_g9223372036854775808, 9223372036854775808",
    "n1_c2h3w4_k5r1s2_sh1sw-9223372036854775809, -9223372036854775809",
    "n1_c2h3w4_k5r1s2_pt0pb0pl0pr9223372036854775808, 9223372036854775808",
    "n1_c2h3w4_k5r1s2_dh9223372036854775808dw1, 9223372036854775808"
  })
  void refusesNumbersBeyond64Bits(String line, String number) {
    String message = refusal(line);
    assertEquals(number + " in '", message.substring(0, number.length() + 5));
    assertEquals("does not fit 64 bits", message.substring(message.length() - 20));
  }

  @Test
  void refusesSizesThatAreNoProblemWithTheProblemsOwnMessage() {
    assertEquals("batch is -3: it must be at least 0", refusal("n-3_c2h3w4_k5r1s2"));
    assertEquals("2 groups do not divide 5 output channels", refusal("n1_c2h3w4_k5r1s2_g2"));
    assertEquals(
        "padding top is -1: it must be at least 0", refusal("n1_c2h3w4_k5r1s2_pt-1pb0pl0pr0"));
  }

  @Test
  void refusesNull() {
    assertThrows(NullPointerException.class, () -> ProblemNotation.parse(null));
  }

  @Test
  void doesNotDependOnTheLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertEquals(FULL, ProblemNotation.print(ProblemNotation.parse(FULL)));
    } finally {
      Locale.setDefault(before);
    }
  }

  private static String refusal(String line) {
    return assertThrows(ConvShapeException.class, () -> ProblemNotation.parse(line)).getMessage();
  }
}
