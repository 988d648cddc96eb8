package org.conv4j.verify.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A child that was told everything by its arguments, and has ended.
 *
 * @param exitValue what it ended with
 * @param output its standard output
 * @param end how it ended, in words
 * @param lastWords last line of its standard error; empty if there is none
 */
public record FinishedProcess(int exitValue, String output, String end, String lastWords) {

  /**
   * Runs a child to its end; one that takes too long is killed.
   *
   * @param name for log messages
   * @param command program and arguments
   * @param environment added to the parent's own
   * @param folder working directory
   * @throws IOException if the program cannot be started, or does not end within the limit
   */
  public static FinishedProcess run(
      String name,
      List<String> command,
      Map<String, String> environment,
      Path folder,
      Duration limit)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    Thread end = new Thread(process::destroyForcibly, "end " + name);
    Runtime.getRuntime().addShutdownHook(end);
    try {
      process.getOutputStream().close();
      ErrorOutput errors = new ErrorOutput(name, process.getErrorStream());
      ByteArrayOutputStream output = new ByteArrayOutputStream();
      Thread reader = new Thread(() -> copy(process.getInputStream(), output), name + " stdout");
      reader.setDaemon(true);
      reader.start();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException(name + " did not end within " + limit.toSeconds() + " s");
      }
      reader.join();
      List<String> said = errors.lastWords();
      return new FinishedProcess(
          process.exitValue(),
          output.toString(StandardCharsets.UTF_8),
          Epitaph.of(process.exitValue(), said),
          said.isEmpty() ? "" : said.get(said.size() - 1));
    } finally {
      process.destroyForcibly();
      Runtime.getRuntime().removeShutdownHook(end);
    }
  }

  private static void copy(InputStream from, ByteArrayOutputStream to) {
    try {
      from.transferTo(to);
    } catch (IOException closed) {
      // The child is gone: its exit value tells the rest.
    }
  }
}
