package org.conv4j.verify.framework.child;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.verify.framework.Answer;
import org.conv4j.verify.process.ArrayData;
import org.conv4j.verify.process.LineReader;
import org.conv4j.verify.process.OperandData;
import org.conv4j.verify.process.Reply;
import org.conv4j.verify.process.Request;
import org.conv4j.verify.process.Wire;

/**
 * Serves a parent: reads requests from standard input, answers on the channel that {@link
 * #CHANNEL_PROPERTY} names, or else on standard output. {@code System.out} is turned to standard
 * error, so that a framework may print. When standard input ends, the JVM halts, whatever it is
 * doing: no child outlives its parent.
 */
public final class ChildLoop {

  /** System property with the file that answers are written to. */
  public static final String CHANNEL_PROPERTY = "conv4j.channel";

  private static final byte[] END = {};

  private final OutputStream out;
  private final IntFunction<Adapter> framework;
  private final BlockingQueue<byte[]> requests = new ArrayBlockingQueue<>(16);
  private final Stopwatch stopwatch = new Stopwatch();
  private Adapter adapter;

  private ChildLoop(OutputStream out, IntFunction<Adapter> framework) {
    this.out = out;
    this.framework = framework;
  }

  /**
   * Serves until the parent says stop or goes away; does not return.
   *
   * @param framework makes the adapter for a number of threads; called at the handshake
   */
  public static void serve(IntFunction<Adapter> framework) {
    try {
      ChildLoop loop = new ChildLoop(channel(), framework);
      System.setOut(System.err);
      loop.start();
    } catch (IOException parentGone) {
      Runtime.getRuntime().halt(1);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(0);
  }

  /** Where answers go: the file that {@link #CHANNEL_PROPERTY} names, or standard output. */
  public static OutputStream channel() throws IOException {
    String file = System.getProperty(CHANNEL_PROPERTY);
    return file == null ? new FileOutputStream(FileDescriptor.out) : new FileOutputStream(file);
  }

  private void start() throws IOException, InterruptedException {
    Thread reader = new Thread(this::readRequests, "requests");
    reader.setDaemon(true);
    reader.start();
    for (byte[] line = requests.take(); line != END; line = requests.take()) {
      Request request = parse(line);
      if (request == null) {
        write(new Reply.Failed(null, null, "unknown request"));
      } else if (request instanceof Request.Hello hello) {
        write(handshake(hello));
      } else if (request instanceof Request.Case work) {
        stopwatch.forget();
        answer(work);
      } else if (request instanceof Request.Op work) {
        stopwatch.forget();
        write(attempt(work.id(), null, () -> adapter.execute(work)));
      } else if (request instanceof Request.Prepare work) {
        write(attempt(work.id(), null, () -> stopwatch.prepare(adapter, work)));
      } else if (request instanceof Request.Check work) {
        write(attempt(work.id(), work.computation(), () -> stopwatch.check(work)));
      } else if (request instanceof Request.Time work) {
        write(attempt(work.id(), work.computation(), () -> stopwatch.time(work)));
      } else if (request instanceof Request.Gemm work) {
        write(attempt(null, null, () -> gemm(work)));
      } else {
        return;
      }
    }
  }

  /** The request on {@code line}; null if it is none that this version knows. */
  private static Request parse(byte[] line) {
    try {
      return Wire.request(line);
    } catch (IOException unknown) {
      System.err.println("unknown request: " + unknown.getMessage());
      return null;
    }
  }

  private void readRequests() {
    LineReader reader = new LineReader(System.in);
    try {
      for (byte[] line = reader.next(() -> Integer.MAX_VALUE);
          line != null;
          line = reader.next(() -> Integer.MAX_VALUE)) {
        requests.put(line);
      }
    } catch (IOException | InterruptedException parentGone) {
      System.err.println("no more requests: " + parentGone.getMessage());
    }
    Runtime.getRuntime().halt(0);
  }

  private Reply handshake(Request.Hello hello) {
    try {
      adapter = framework.apply(hello.threads());
      return hello.restart()
          ? adapter.describe()
          : adapter.describe().withLibraries(Hashes.of(adapter.libraries()));
    } catch (UnknownAlgorithmException unknown) {
      return new Reply.Declined(null, null, unknown.getMessage());
    } catch (Throwable failure) {
      return new Reply.Failed(null, null, describe(failure));
    }
  }

  private void answer(Request.Case work) throws IOException {
    answer(work, work.directions().stream().map(ConvDirection::ofId).toList());
  }

  private void answer(Request.Case work, List<ConvDirection> directions) throws IOException {
    ConvProblem problem = work.problem().problem();
    PreparedCase prepared;
    try {
      prepared = adapter.prepare(problem, work.operands().operands(problem.elementType()));
    } catch (Throwable failure) {
      for (ConvDirection direction : directions) {
        write(new Reply.Failed(work.id(), direction.id(), describe(failure)));
      }
      return;
    }
    answer(work, directions, prepared);
  }

  /** Until an operand is changed: what is left is then computed from operands that are as sent. */
  private void answer(Request.Case work, List<ConvDirection> directions, PreparedCase prepared)
      throws IOException {
    int answered = 0;
    boolean changed = false;
    try (prepared) {
      while (answered < directions.size() && !changed) {
        ConvDirection direction = directions.get(answered);
        announce(work.id(), prepared.together(direction));
        Reply reply = compute(work, direction, prepared);
        write(reply);
        changed = reply instanceof Reply.Computed computed && !computed.changed().isEmpty();
        answered++;
      }
    }
    if (answered < directions.size()) {
      answer(work, directions.subList(answered, directions.size()));
    }
  }

  private Reply gemm(Request.Gemm work) {
    double[] millis = adapter.gemm(work.size(), work.repetitions());
    return millis.length == 0
        ? new Reply.Declined(null, null, "the framework lends no matrix product")
        : new Reply.Laps(null, null, millis);
  }

  private static Reply attempt(Long id, String computation, Supplier<Reply> work) {
    try {
      return work.get();
    } catch (Throwable failure) {
      return new Reply.Failed(id, computation, describe(failure));
    }
  }

  private void announce(long id, Set<ConvDirection> directions) throws IOException {
    if (directions.size() > 1) {
      write(new Reply.Working(id, directions.stream().map(ConvDirection::id).toList()));
    }
  }

  private static Reply compute(Request.Case work, ConvDirection direction, PreparedCase prepared) {
    long id = work.id();
    try {
      Answer answer = prepared.compute(direction);
      if (answer instanceof Answer.Computed computed) {
        ElementType type = work.problem().problem().elementType();
        ArrayData result = ArrayData.of(computed.value(), type);
        OperandData left = OperandData.of(prepared.operands(), type);
        return new Reply.Computed(
            id,
            direction.id(),
            result,
            computed.algorithm(),
            computed.millis(),
            work.operands().changed(left));
      }
      if (answer instanceof Answer.Declined declined) {
        return new Reply.Declined(id, direction.id(), declined.reason());
      }
      return new Reply.Failed(id, direction.id(), answer.toString());
    } catch (Throwable failure) {
      return new Reply.Failed(id, direction.id(), describe(failure));
    }
  }

  private void write(Reply reply) throws IOException {
    out.write(Wire.encode(reply));
    out.flush();
  }

  /** Class and message of the failure, and of what caused it, on one line. */
  private static String describe(Throwable failure) {
    StringBuilder text = new StringBuilder(failure.toString());
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (text.indexOf(String.valueOf(cause.getMessage())) < 0) {
        text.append(" <- ").append(cause);
      }
    }
    return text.toString().replaceAll("\\s*\\R\\s*", " ");
  }
}
