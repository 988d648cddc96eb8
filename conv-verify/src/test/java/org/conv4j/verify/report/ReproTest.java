package org.conv4j.verify.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReproTest {

  @Test
  void names_the_case_the_framework_and_the_direction() {
    assertEquals(
        "./conv4j report --case 'n1_c1h4w4_k1r3s3/integer/1' --frameworks conv-nd4j:portable"
            + " --direction input-gradient",
        Repro.command("n1_c1h4w4_k1r3s3/integer/1", "conv-nd4j:portable", "input-gradient"));
  }

  @DisabledOnOs(OS.WINDOWS)
  @ParameterizedTest
  @ValueSource(
      strings = {"plain", "it's", "$(reboot)", "`a`", "a b\tc", "\"q\"", "a\nb", "\\", "", "-x;&|"})
  void a_shell_reads_back_every_word(String text) throws IOException {
    List<String> command =
        List.of("sh", "-c", "printf '%s|' " + Repro.command(text, text + "/x", text));
    Process shell = new ProcessBuilder(command).redirectErrorStream(true).start();
    String words = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(
        "./conv4j|report|--case|" + text + "|--frameworks|" + text + "/x|--direction|" + text + "|",
        words);
  }
}
