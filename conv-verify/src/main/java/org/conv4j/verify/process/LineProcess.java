package org.conv4j.verify.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A child that is told what to do by its arguments, and by lines, and answers with lines until it
 * ends. Children still alive when the parent's JVM exits are killed. For one thread at a time.
 */
public final class LineProcess implements AutoCloseable {

  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final long LONGEST_LINE = 1 << 20;
  private static final byte[] END = {};
  private static final Set<Process> ALIVE = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> ALIVE.forEach(Process::destroyForcibly), "end telling children"));
  }

  private final String name;
  private final Process process;
  private final ErrorOutput errors;
  private final BlockingQueue<byte[]> lines = new LinkedBlockingQueue<>();

  private LineProcess(String name, Process process) {
    this.name = name;
    this.process = process;
    this.errors = new ErrorOutput(name, process.getErrorStream());
    Thread reader = new Thread(this::readLines, name + " stdout");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts a child.
   *
   * @param name for messages
   * @param command program and arguments
   * @param environment added to the parent's own
   * @param folder working directory
   * @throws IOException if the program cannot be started
   */
  public static LineProcess start(
      String name, List<String> command, Map<String, String> environment, Path folder)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    ALIVE.add(process);
    return new LineProcess(name, process);
  }

  /**
   * Sends a line to the child's standard input.
   *
   * @throws IOException if it no longer listens
   */
  public void send(String line) throws IOException {
    OutputStream input = process.getOutputStream();
    input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    input.flush();
  }

  /**
   * The next line; null once the child has ended well.
   *
   * @param limit how long to wait
   * @throws IOException if it ended otherwise, with the way it did, or said nothing for so long
   */
  public String next(Duration limit) throws IOException, InterruptedException {
    byte[] line = lines.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
    if (line == null) {
      throw new IOException(name + " said nothing for " + limit.toSeconds() + " s");
    }
    if (line != END) {
      return new String(line, StandardCharsets.UTF_8);
    }
    if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IOException(name + " closed its standard output and went on running");
    }
    if (process.exitValue() != 0) {
      throw new IOException(name + " died: " + Epitaph.of(process.exitValue(), errors.lastWords()));
    }
    return null;
  }

  /** Kills the child if it still runs. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    ALIVE.remove(process);
  }

  private void readLines() {
    LineReader reader = new LineReader(process.getInputStream());
    try {
      for (byte[] line = reader.next(() -> LONGEST_LINE);
          line != null;
          line = reader.next(() -> LONGEST_LINE)) {
        if (line.length > 0) {
          lines.add(line);
        }
      }
    } catch (IOException closed) {
      // The child is gone: its exit value tells the rest.
    } finally {
      lines.add(END);
    }
  }
}
