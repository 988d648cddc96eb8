package org.conv4j.verify.framework.liar;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.Tensor;
import org.conv4j.check.Directions;
import org.conv4j.reference.DirectReference;
import org.conv4j.verify.framework.child.ChildLoop;
import org.conv4j.verify.process.ArrayData;
import org.conv4j.verify.process.LineReader;
import org.conv4j.verify.process.Protocol;
import org.conv4j.verify.process.Reply;
import org.conv4j.verify.process.Request;
import org.conv4j.verify.process.Wire;

/**
 * A child that answers right, except for input gradients: there, or at the handshake, it tells the
 * {@link Lie} that its first argument names. Its second argument, if there is one, is the only
 * batch for which it lies.
 */
public final class LyingChild {

  private static final int A_WHILE = 5;
  private static final int EXIT_CODE = 42;

  private final Lie lie;
  private final Occasion occasion;
  private final OutputStream out;
  private final Map<String, ArrayData> before = new HashMap<>();
  private int answers;

  private LyingChild(Lie lie, Occasion occasion, OutputStream out) {
    this.lie = lie;
    this.occasion = occasion;
    this.out = out;
  }

  /** Serves a parent process. */
  public static void main(String[] arguments) throws Exception {
    Lie lie = Lie.ofId(arguments[0]);
    Occasion occasion = Occasion.of(arguments);
    if (lie == Lie.OVERWRITES_ITS_INPUT || lie == Lie.OVERWRITES_ITS_FILTER) {
      ChildLoop.serve(threads -> new OverwritingFramework(lie, occasion));
    } else {
      new LyingChild(lie, occasion, ChildLoop.channel()).serve();
    }
  }

  private void serve() throws Exception {
    LineReader lines = new LineReader(System.in);
    byte[] line;
    while ((line = lines.next(() -> Integer.MAX_VALUE)) != null) {
      Request request = Wire.request(line);
      if (request instanceof Request.Hello) {
        hello();
      } else if (request instanceof Request.Case work) {
        for (String direction : work.directions()) {
          answer(work, ConvDirection.ofId(direction));
        }
      } else {
        return;
      }
    }
  }

  private void hello() throws Exception {
    switch (lie) {
      case DIES_AT_THE_HANDSHAKE -> {
        System.err.println("no libconv.so");
        Runtime.getRuntime().halt(3);
      }
      case NEVER_ANSWERS_THE_HANDSHAKE -> Thread.sleep(Long.MAX_VALUE);
      case GREETS -> print("Welcome to LyingChild 1.0\n");
      case FAILS_AT_THE_HANDSHAKE ->
          out.write(Wire.encode(new Reply.Failed(null, null, "no such device")));
      default -> {}
    }
    int protocol = lie == Lie.SPEAKS_ANOTHER_PROTOCOL ? 99 : Protocol.VERSION;
    String version = lie == Lie.LIES_ABOUT_ITS_VERSION ? "1.0.0-M2.1" : "unversioned";
    write(new Reply.Hello(protocol, "liar", version, null, 1, null, null));
  }

  private void answer(Request.Case work, ConvDirection direction) throws Exception {
    ConvProblem problem = work.problem().problem();
    Tensor right =
        Directions.compute(
            new DirectReference(problem),
            direction,
            work.operands().operands(problem.elementType()));
    Answer answer = new Answer(work.id(), direction, problem, right);
    if (occasion.includes(problem) && direction == ConvDirection.INPUT_GRADIENT) {
      misbehave(answer);
      lieAbout(answer);
    } else {
      write(answer.right());
    }
    answers++;
  }

  /** A right answer, and parts to make wrong ones of. */
  private record Answer(long id, ConvDirection direction, ConvProblem problem, Tensor value) {

    Reply right() {
      return with(ArrayData.of(value, problem.elementType()));
    }

    Reply with(ArrayData result) {
      return of(id, direction, result);
    }

    Reply of(long otherId, ConvDirection otherDirection, ArrayData result) {
      return new Reply.Computed(otherId, otherDirection.id(), result, null, null, null);
    }
  }

  /** What it does to its process and its output. */
  private void misbehave(Answer answer) throws Exception {
    switch (lie) {
      case EXITS -> {
        System.err.println("something broke");
        Runtime.getRuntime().halt(EXIT_CODE);
      }
      case DIES_AFTER_A_WHILE -> {
        if (answers >= A_WHILE) {
          Runtime.getRuntime().halt(EXIT_CODE);
        }
      }
      case IS_KILLED -> signal("-KILL");
      case SEGMENTATION_FAULT -> signal("-SEGV");
      case HANGS -> Thread.sleep(Long.MAX_VALUE);
      case HANGS_IN_ALL_GRADIENTS -> {
        write(new Reply.Working(answer.id(), List.of("input-gradient", "filter-gradient")));
        Thread.sleep(Long.MAX_VALUE);
      }
      case CLOSES_ITS_OUTPUT -> {
        out.close();
        Thread.sleep(Long.MAX_VALUE);
      }
      case PRINTS_A_LINE -> print("converged after 3 steps\n");
      case PRINTS_WITHOUT_END -> printWithoutEnd();
      case ANSWERS_WITHOUT_END -> {
        print("{\"answer\":\"");
        printWithoutEnd();
      }
      default -> {}
    }
  }

  /** What it says. */
  private void lieAbout(Answer answer) throws IOException {
    ElementType type = answer.problem().elementType();
    long[] shape = answer.value().shape();
    ArrayData result = ArrayData.of(answer.value(), type);
    switch (lie) {
      case PRINTS_GARBAGE -> print("[-0.25, 1.5, nan]\n");
      case PRINTS_HALF_AN_ANSWER -> print("{\"answer\":\"computed\",\"id\":1,\n");
      case ANSWERS_IN_THE_WRONG_SHAPE ->
          write(answer.with(ArrayData.of(flat(answer.value()), type)));
      case ANSWERS_IN_THE_WRONG_TYPE ->
          write(answer.with(ArrayData.of(answer.value(), other(type))));
      case ANSWERS_WITH_TOO_FEW_VALUES ->
          write(
              answer.with(
                  new ArrayData(
                      result.elementType(), shape, Arrays.copyOf(result.data(), 3 * Float.BYTES))));
      case ANSWERS_WITH_A_BROKEN_SHAPE ->
          write(answer.with(new ArrayData("float32", new long[] {-1}, new byte[4])));
      case ANSWERS_WITH_NOTHING -> write(answer.with(null));
      case ANSWERS_ANOTHER_CASE -> write(answer.of(answer.id() + 1, answer.direction(), result));
      case ANSWERS_ANOTHER_DIRECTION ->
          write(answer.of(answer.id(), ConvDirection.FORWARD, result));
      case ANSWERS_WHAT_IT_ANSWERED_BEFORE -> {
        ArrayData last = before.put(result.toString(), result);
        write(answer.with(last == null ? result : last));
      }
      case ANSWERS_NEVER_THE_SAME_TWICE ->
          write(answer.with(ArrayData.of(wandering(answer.value()), type)));
      case FAILS ->
          write(
              new Reply.Failed(
                  answer.id(), answer.direction().id(), "IllegalState: out of patience"));
      case DECLINES ->
          write(new Reply.Declined(answer.id(), answer.direction().id(), "not on Sundays"));
      default -> write(answer.right());
    }
  }

  /** Every other time, numbers that are no integers move by a unit in the last place. */
  private Tensor wandering(Tensor right) {
    Tensor wandering = right.copy();
    double[] values = wandering.values();
    for (int i = 0; i < values.length; i++) {
      if (answers % 2 == 0 && values[i] != Math.rint(values[i])) {
        values[i] = Math.nextUp((float) values[i]);
      }
    }
    return wandering;
  }

  private static Tensor flat(Tensor tensor) {
    return Tensor.of(tensor.values(), tensor.size());
  }

  private static ElementType other(ElementType type) {
    return type == ElementType.FLOAT32 ? ElementType.FLOAT64 : ElementType.FLOAT32;
  }

  /** Sends this process a signal, or ends it as such a signal would where there are none. */
  private static void signal(String name) throws InterruptedException {
    String own = Long.toString(ProcessHandle.current().pid());
    try {
      new ProcessBuilder("kill", name, own).start().waitFor();
      Thread.sleep(Long.MAX_VALUE);
    } catch (IOException noSignals) {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
  }

  private void printWithoutEnd() throws IOException {
    while (true) {
      print("0123456789".repeat(1000));
    }
  }

  private void print(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private void write(Reply reply) throws IOException {
    out.write(Wire.encode(reply));
    out.flush();
  }
}
