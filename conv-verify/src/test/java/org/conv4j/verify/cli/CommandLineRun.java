package org.conv4j.verify.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.conv4j.verify.framework.FakeFrameworks;
import org.conv4j.verify.framework.SessionSource;
import org.conv4j.verify.run.PlantedBugs;
import org.conv4j.verify.run.Progress;
import picocli.CommandLine;

/**
 * One run of the real command line, with what it printed.
 *
 * @param exitCode of the process
 * @param out standard output
 * @param err error output
 */
record CommandLineRun(int exitCode, String out, String err) {

  /** With frameworks that are all right. */
  static CommandLineRun of(String... arguments) {
    return with(FakeFrameworks.right("reference", "conv-nd4j", "nd4j", "dl4j"), arguments);
  }

  /** With those frameworks, and without planted bugs. */
  static CommandLineRun with(SessionSource sessions, String... arguments) {
    return with(sessions, List::of, arguments);
  }

  /** With those frameworks and planted bugs. */
  static CommandLineRun with(SessionSource sessions, PlantedBugs bugs, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    PrintWriter errWriter = new PrintWriter(err);
    Progress.Display plain = (task, unit, total) -> new PlainProgress(errWriter, task, unit, total);
    CommandLine commandLine =
        Conv4j.commandLine(new Surroundings(sessions, plain, bugs))
            .setOut(new PrintWriter(out))
            .setErr(errWriter)
            .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    int exitCode = commandLine.execute(arguments);
    return new CommandLineRun(exitCode, out.toString(), err.toString());
  }

  /** The last line of the standard output. */
  String lastLine() {
    return out.lines().reduce((first, second) -> second).orElse("");
  }

  /** The first line of the error output: the sentence. */
  String sentence() {
    return err.lines().findFirst().orElse("");
  }

  /** Asserts that it was refused as bad usage or input, in one sentence that has those parts. */
  void assertRefused(String... parts) {
    assertEquals(ExitCode.USAGE, exitCode, err);
    assertEquals("", out);
    for (String part : parts) {
      assertTrue(sentence().contains(part), "'" + part + "' in: " + err);
    }
    assertTrue(err.lines().count() <= 3, err);
    assertFalse(err.contains("\tat "), err);
    assertFalse(err.contains("Exception"), err);
  }
}
