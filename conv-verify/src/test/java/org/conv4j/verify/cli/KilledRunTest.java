package org.conv4j.verify.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertIterableEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.conv4j.check.Verdict;
import org.conv4j.verify.record.ReportRecord;
import org.conv4j.verify.report.ReportWriter;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command line in a process of its own, killed with SIGKILL (or what the system has instead)
 * again and again, and resumed until it is done.
 */
@DisplayNameGeneration(DisplayNameGenerator.Simple.class)
class KilledRunTest {

  private static final long LIMIT_SECONDS = 300;

  @TempDir private Path folder;

  /** The command line without planted bugs, which take longer than the rest. */
  static final class Program {

    private Program() {}

    /** Runs a command. */
    public static void main(String[] arguments) {
      PrintWriter err = new PrintWriter(System.err, true);
      Surroundings surroundings =
          new Surroundings(
              new InstalledFrameworks(),
              (task, unit, total) -> new PlainProgress(err, task, unit, total),
              () -> List.of(new ReportRecord.Mutant("planted", true, "none", Verdict.FAIL)));
      System.exit(Conv4j.commandLine(surroundings).execute(arguments));
    }
  }

  @Test
  void aRunThatIsKilledAndResumedEndsLikeOneThatIsNot() throws Exception {
    kill(2, Program.class, "reference", 12);
  }

  @Test
  @Tag("exhaustive")
  void aRunThatIsKilledTenTimesAndResumedEndsLikeOneThatIsNot() throws Exception {
    kill(10, Conv4j.class, "reference,conv-nd4j,nd4j", 60);
  }

  private void kill(int times, Class<?> program, String frameworks, int cases) throws Exception {
    Path whole = folder.resolve("whole");
    Path killed = folder.resolve("killed");
    List<String> asked =
        List.of(
            "report",
            "--suite",
            "random",
            "--cases",
            "" + cases,
            "--frameworks",
            frameworks,
            "--out");
    assertEquals(ExitCode.GOOD, finished(start(program, asked, whole)));
    long size = Files.size(whole.resolve(ReportWriter.REPORT));

    SplittableRandom random = new SplittableRandom(5);
    int before = 0;
    killAt(start(program, asked, killed), killed, random.nextLong(size / times));
    for (int i = 1; i < times; i++) {
      before = Math.max(before, intactLines(killed));
      killAt(
          start(program, List.of("report", "--resume"), killed),
          killed,
          random.nextLong(size * i / times, size * (i + 1) / times));
      assertTrue(intactLines(killed) >= before, "results were lost");
    }
    assertEquals(ExitCode.GOOD, finished(start(program, List.of("report", "--resume"), killed)));

    for (String file : List.of("report.jsonl", "pictures.jsonl", "junit.xml", "report.md")) {
      assertIterableEquals(
          withoutTimes(whole.resolve(file)), withoutTimes(killed.resolve(file)), file);
    }
    assertTrue(Files.readString(killed.resolve("index.html")).endsWith("</html>\n"));
  }

  private Process start(Class<?> program, List<String> arguments, Path out) throws IOException {
    List<String> command = OwnJvm.command(program);
    command.addAll(arguments);
    command.add(out.toString());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
        .start();
  }

  private Path log() {
    return folder.resolve("log.txt");
  }

  private int finished(Process process) throws Exception {
    boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    assertTrue(ended, () -> "no end: " + text(log()));
    return process.exitValue();
  }

  /**
   * Kills once the report has that many bytes; views are whole or not there whenever it happens.
   */
  private void killAt(Process process, Path out, long bytes) throws Exception {
    Path report = out.resolve(ReportWriter.REPORT);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (process.isAlive() && (Files.notExists(report) || Files.size(report) <= bytes)) {
      assertTrue(System.nanoTime() < deadline, () -> "no progress: " + text(log()));
      Thread.sleep(1);
    }
    process.destroyForcibly().waitFor();
    Path page = out.resolve("index.html");
    assertTrue(Files.notExists(page) || text(page).endsWith("</html>\n"), "half a page");
  }

  private static int intactLines(Path out) throws IOException {
    Path report = out.resolve(ReportWriter.REPORT);
    return Files.notExists(report) ? 0 : Files.readString(report).split("\n", -1).length - 1;
  }

  private static List<String> withoutTimes(Path file) {
    return text(file)
        .replaceAll("\"(started|finished)\":\"[^\"]*\"", "")
        .replaceAll("\"millis\":[0-9.E-]+", "")
        .replaceAll(" time(stamp)?=\"[^\"]*\"", "")
        .replaceAll("(?m)^- from .* to .*$", "")
        .lines()
        .toList();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }
}
