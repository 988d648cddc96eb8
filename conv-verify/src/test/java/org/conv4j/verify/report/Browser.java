package org.conv4j.verify.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless Chromium that opens a page from disk and tells what became of it. */
final class Browser {

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private final Path program;
  private final Path scratch;

  private Browser(Path program, Path scratch) {
    this.program = program;
    this.scratch = scratch;
  }

  /** The installed browser; the test is skipped, and says why, where there is none. */
  static Browser orSkip(Path scratch) {
    Optional<Path> found =
        Stream.concat(
                Stream.ofNullable(System.getenv("CONV4J_BROWSER")).map(Path::of),
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                    .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name))))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(
        found.isPresent(),
        () -> "no browser: none of " + NAMES + " on PATH, and CONV4J_BROWSER is not set");
    return new Browser(found.get(), scratch);
  }

  /** The page's elements, as HTML, after its scripts ran. */
  String open(Path page, String fragment) throws IOException, InterruptedException {
    Path output = Files.createTempFile(scratch, "dom", ".html");
    Path errors = Files.createTempFile(scratch, "errors", ".txt");
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + Files.createTempDirectory(scratch, "profile"),
                "--window-size=1280,900",
                "--virtual-time-budget=20000",
                "--dump-dom",
                page.toUri() + fragment)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    boolean ended = process.waitFor(120, TimeUnit.SECONDS);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    assertTrue(ended, "the browser did not end: " + Files.readString(errors));
    assertEquals(0, process.exitValue(), Files.readString(errors));
    return Files.readString(output);
  }
}
