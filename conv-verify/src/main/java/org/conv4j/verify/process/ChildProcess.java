package org.conv4j.verify.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A child that speaks the protocol on its standard input and output. Whatever it does (exit, hang,
 * print, refuse to read), {@link #send} and {@link #listen} return. Children still alive when the
 * parent's JVM exits are killed, with their descendants. For one thread at a time.
 */
public final class ChildProcess implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final int SHOWN = 200;
  private static final byte[] END = {};
  private static final Set<ChildProcess> ALIVE = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> ALIVE.forEach(ChildProcess::destroy), "end children"));
  }

  private final String name;
  private final Process process;
  private final ErrorOutput errors;
  private final BlockingQueue<byte[]> lines = new ArrayBlockingQueue<>(16);
  private final BlockingQueue<byte[]> outbox = new ArrayBlockingQueue<>(16);
  private final Thread reader;
  private final Thread writer;
  private volatile long answerLimit = 1 << 20;

  private ChildProcess(String name, Process process) {
    this.name = name;
    this.process = process;
    this.errors = new ErrorOutput(name, process.getErrorStream());
    this.reader = daemon("stdout", this::readLines);
    this.writer = daemon("stdin", this::writeLines);
  }

  /**
   * Starts a child.
   *
   * @param name for log messages
   * @param command program and arguments
   * @param environment added to the parent's own
   * @param folder working directory
   * @throws IOException if the program cannot be started
   */
  public static ChildProcess start(
      String name, List<String> command, Map<String, String> environment, Path folder)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    ChildProcess child = new ChildProcess(name, builder.start());
    ALIVE.add(child);
    return child;
  }

  /**
   * Queues {@code request}; returns without waiting for the child to read it.
   *
   * @param answerBytes the longest answer that makes sense
   */
  public void send(Request request, long answerBytes) {
    answerLimit = answerBytes;
    if (!outbox.offer(Wire.encode(request))) {
      LOG.debug("{} reads nothing: request dropped", name);
    }
  }

  /**
   * The next line, or what came instead.
   *
   * @param limit how long to wait
   */
  public Heard listen(Duration limit) throws InterruptedException {
    byte[] line = lines.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
    if (line == null) {
      return new Heard.Silence(limit);
    }
    if (line == END) {
      return new Heard.Death(epitaph());
    }
    try {
      return new Heard.Message(Wire.reply(line));
    } catch (IOException noMessage) {
      return new Heard.Garbage(shown(line));
    }
  }

  /** Whether the process runs. */
  public boolean alive() {
    return process.isAlive();
  }

  /** The process id. */
  public long pid() {
    return process.pid();
  }

  /** Kills the child and its descendants, and waits until it is gone. */
  public void kill() {
    destroy();
    await(GRACE);
  }

  /** Asks the child to stop; kills it if it does not. */
  @Override
  public void close() {
    if (alive()) {
      send(new Request.Stop(), answerLimit);
      outbox.offer(END);
      await(GRACE);
    }
    kill();
  }

  private void destroy() {
    try (Stream<ProcessHandle> descendants = process.descendants()) {
      descendants.forEach(ProcessHandle::destroyForcibly);
    }
    process.destroyForcibly();
    ALIVE.remove(this);
    reader.interrupt();
    writer.interrupt();
  }

  private void await(Duration limit) {
    try {
      process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** How the process ended. */
  private String epitaph() throws InterruptedException {
    if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
      destroy();
      return "closed its standard output and went on running";
    }
    return Epitaph.of(process.exitValue(), errors.lastWords());
  }

  private void readLines() {
    LineReader reader = new LineReader(process.getInputStream());
    try {
      for (byte[] line = reader.next(() -> answerLimit);
          line != null;
          line = reader.next(() -> answerLimit)) {
        if (line.length > 0) {
          lines.put(line);
        }
      }
    } catch (IOException closed) {
      LOG.debug("{}: standard output closed: {}", name, closed.getMessage());
    } catch (InterruptedException killed) {
      Thread.currentThread().interrupt();
      return;
    }
    reportEnd();
  }

  private void reportEnd() {
    try {
      lines.put(END);
    } catch (InterruptedException killed) {
      Thread.currentThread().interrupt();
    }
  }

  private void writeLines() {
    try (OutputStream out = process.getOutputStream()) {
      for (byte[] line = outbox.take(); line != END; line = outbox.take()) {
        out.write(line);
        out.flush();
      }
    } catch (IOException childGone) {
      LOG.debug("{}: standard input closed: {}", name, childGone.getMessage());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Thread daemon(String stream, Runnable work) {
    Thread thread = new Thread(work, name + " " + stream);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static String shown(byte[] line) {
    String text = new String(line, 0, Math.min(line.length, SHOWN), StandardCharsets.UTF_8);
    return text.strip() + (line.length > SHOWN ? "..." : "");
  }
}
