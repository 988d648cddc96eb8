package org.conv4j.verify.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ChildLoopTest {

  @ParameterizedTest
  @ValueSource(strings = {"prints", "prints natively"})
  void answers_arrive_although_the_framework(String habit) {
    try (FrameworkSession session = ServedSession.open(habit)) {
      for (int repetition = 0; repetition < 2; repetition++) {
        Answer.Computed computed =
            assertInstanceOf(Answer.Computed.class, ServedSession.forward(session));
        assertEquals(40, computed.value().get(0));
      }
    }
  }

  @Test
  void the_libraries_are_told_with_their_hashes_and_known_after_a_restart() {
    List<FrameworkInfo.Library> expected =
        List.of(
            new FrameworkInfo.Library(
                "libabc.so", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    try (FrameworkSession session = ServedSession.open("dies")) {
      assertEquals(expected, session.info().libraries());
      for (int repetition = 0; repetition < 2; repetition++) {
        assertEquals(new Answer.Crashed("exit code 5"), ServedSession.forward(session));
        assertEquals(expected, session.info().libraries());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "throws in prepare, java.lang.IllegalStateException: first line second line <- java.lang.Error: the cause",
    "throws an error, java.lang.StackOverflowError",
    "returns null, java.lang.NullPointerException"
  })
  void the_child_survives_and_tells_when_the_framework(String habit, String text) {
    try (FrameworkSession session = ServedSession.open(habit)) {
      for (int repetition = 0; repetition < 2; repetition++) {
        Answer.Failed failed =
            assertInstanceOf(Answer.Failed.class, ServedSession.forward(session));
        assertTrue(failed.text().startsWith(text), failed.text());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"sleeps, exits", "sleeps, is killed", "deaf, exits"})
  void a_busy_child_ends_when_its_parent_does(String habit, String how) throws Exception {
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                ServedSession.class.getName(),
                habit)
            .redirectError(Redirect.DISCARD)
            .start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
      ProcessHandle child = ProcessHandle.of(Long.parseLong(lines.readLine())).orElseThrow();
      if (how.equals("exits")) {
        parent.getOutputStream().write('\n');
        parent.getOutputStream().flush();
      } else {
        parent.destroyForcibly();
      }
      child.onExit().get(60, TimeUnit.SECONDS);
      assertTrue(parent.waitFor(60, TimeUnit.SECONDS));
    } finally {
      parent.destroyForcibly();
    }
  }
}
