package org.conv4j.verify.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AnswerTest {

  @Test
  @DisplayName("what failed twice in the same way is told in the same words")
  void tellsTheSameInTheSameWords() {
    String first = "Op with name b9fd0b0d-f962-48c1-a538-bfbad0039139 failed: rank 2, not 4";
    String second = "Op with name 12fd26da-a6da-4d71-bf9b-4192541b9560 failed: rank 2, not 4";
    assertEquals("Op with name ... failed: rank 2, not 4", told(first));
    assertEquals(told(first), told(second));
    assertEquals(
        "libnd4jcpu.so-1234 of 12345678-1234", told("libnd4jcpu.so-1234 of 12345678-1234"));
  }

  private static String told(String text) {
    return Answer.explain(new Answer.Failed(text));
  }
}
