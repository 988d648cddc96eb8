package org.conv4j.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ErrorBoundTest {

  @ParameterizedTest
  @CsvSource({
    "0, 2, 2",
    "1, 3, 3",
    "2, 4, 4",
    "4, 4, 6",
    "9, 6, 11",
    "16, 8, 18",
    "64, 16, 56",
    "100, 20, 70",
    "10000, 200, 700"
  })
  void grows_as_the_square_root_below_the_deterministic_bound(
      long terms, double pass, double hard) {
    assertEquals(new ErrorBound(terms, pass, hard), ErrorBound.of(terms));
  }
}
