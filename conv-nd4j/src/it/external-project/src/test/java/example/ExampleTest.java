package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ExampleTest {

  @Test
  @DisplayName("the example of the README prints what it should")
  void printsShapeAndGradient() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      Example.main(new String[0]);
    } finally {
      System.setOut(before);
    }
    assertEquals(
        """
        output [8, 128, 56, 56]
        bias gradient of one channel 25088.0
        """,
        printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"));
  }

  @Test
  @DisplayName("nothing of the proof tool comes along")
  void doesNotSeeConvVerify() {
    assertThrows(
        ClassNotFoundException.class, () -> Class.forName("org.conv4j.verify.framework.Answer"));
    assertThrows(ClassNotFoundException.class, () -> Class.forName("picocli.CommandLine"));
  }
}
