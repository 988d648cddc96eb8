package org.conv4j.check;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.conv4j.ElementType;
import org.conv4j.Tensor;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SumJudgeTest {

  private static final SumJudge JUDGE =
      new SumJudge(ElementType.FLOAT32, 100, row(1, 2, 3), row(8, 8, 8));

  private static Tensor row(double... values) {
    return Tensor.of(values, 1, values.length);
  }

  /** 100 terms pass up to 20 times u * gauge, and are possible up to 70 times. */
  @ParameterizedTest
  @CsvSource({"0, PASS", "19, PASS", "21, SUSPECT", "69, SUSPECT", "71, FAIL"})
  void an_error_is_measured_by_gauge_and_terms(double multiple, Verdict verdict) {
    double error = multiple * 8 * ElementType.FLOAT32.unitRoundoff();
    Judgement judgement = JUDGE.judge(row(1, 2 + error, 3));
    assertEquals(verdict, judgement.verdict(), judgement.toString());
    assertArrayEquals(new long[] {0, multiple == 0 ? 0 : 1}, judgement.index());
    assertEquals(multiple, judgement.ratio(), 1e-9);
  }

  @Test
  void another_shape_fails() {
    Judgement judgement = JUDGE.judge(row(1, 2));
    assertEquals(Verdict.FAIL, judgement.verdict());
    assertEquals("the result has shape [1, 2], expected [1, 3]", judgement.reason());
  }
}
