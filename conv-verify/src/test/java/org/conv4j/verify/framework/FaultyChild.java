package org.conv4j.verify.framework;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.Tensor;
import org.conv4j.verify.framework.child.ChildLoop;
import org.conv4j.verify.process.ArrayData;
import org.conv4j.verify.process.LineReader;
import org.conv4j.verify.process.Protocol;
import org.conv4j.verify.process.Reply;
import org.conv4j.verify.process.Request;
import org.conv4j.verify.process.Wire;

/**
 * A child that answers right, except for the input gradient of a problem with a batch of 13: there
 * it misbehaves in the way that its argument names. Some misbehave at the handshake.
 */
final class FaultyChild {

  static final long UNLUCKY = 13;

  private final String fault;
  private final OutputStream out;

  private FaultyChild(String fault, OutputStream out) {
    this.fault = fault;
    this.out = out;
  }

  public static void main(String[] arguments) throws Exception {
    String channel = System.getProperty(ChildLoop.CHANNEL_PROPERTY);
    OutputStream out =
        channel == null ? new FileOutputStream(FileDescriptor.out) : new FileOutputStream(channel);
    new FaultyChild(arguments[0], out).serve();
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
    switch (fault) {
      case "dies at the handshake" -> {
        System.err.println("no libconv.so");
        Runtime.getRuntime().halt(3);
      }
      case "never answers the handshake" -> Thread.sleep(Long.MAX_VALUE);
      case "greets" -> print("Welcome to FaultyChild 1.0\n");
      case "fails at the handshake" ->
          out.write(Wire.encode(new Reply.Failed(null, null, "no such device")));
      default -> {}
    }
    int protocol = fault.equals("speaks another protocol") ? 99 : Protocol.VERSION;
    write(new Reply.Hello(protocol, "faulty", "1", null, 1, null, null));
  }

  private void answer(Request.Case work, ConvDirection direction) throws Exception {
    ConvProblem problem = work.problem().problem();
    ElementType type = problem.elementType();
    Tensor right = Right.answer(problem, work.operands().operands(type), direction);
    Reply reply = computed(work.id(), direction, ArrayData.of(right, type));
    if (problem.batch() != UNLUCKY || direction != ConvDirection.INPUT_GRADIENT) {
      write(reply);
      return;
    }
    switch (fault) {
      case "exits" -> {
        System.err.println("something broke");
        Runtime.getRuntime().halt(42);
      }
      case "is killed" -> new ProcessBuilder("kill", "-9", pid()).start().waitFor();
      case "hangs" -> Thread.sleep(Long.MAX_VALUE);
      case "hangs in all gradients" -> {
        write(new Reply.Working(work.id(), List.of("input-gradient", "filter-gradient")));
        Thread.sleep(Long.MAX_VALUE);
      }
      case "prints a line" -> {
        print("converged after 3 steps\n");
        write(reply);
      }
      case "prints without end" -> {
        while (true) {
          print("0123456789".repeat(1000));
        }
      }
      case "prints half an answer" -> print("{\"answer\":\"computed\",\"id\":1,\n");
      case "answers without end" -> {
        print("{\"answer\":\"");
        while (true) {
          print("0123456789".repeat(1000));
        }
      }
      case "answers in the wrong shape" ->
          write(computed(work.id(), direction, ArrayData.of(Tensor.zeros(2, 3), type)));
      case "answers in the wrong type" ->
          write(computed(work.id(), direction, ArrayData.of(right, ElementType.FLOAT64)));
      case "answers with too few values" ->
          write(
              computed(
                  work.id(),
                  direction,
                  new ArrayData("float32", problem.inputShape(), new byte[12])));
      case "answers with a broken shape" ->
          write(
              computed(
                  work.id(), direction, new ArrayData("float32", new long[] {-1}, new byte[4])));
      case "answers with nothing" -> write(computed(work.id(), direction, null));
      case "answers another case" ->
          write(computed(work.id() + 1, direction, ArrayData.of(right, type)));
      case "answers another direction" ->
          write(computed(work.id(), ConvDirection.FORWARD, ArrayData.of(right, type)));
      case "fails" ->
          write(new Reply.Failed(work.id(), direction.id(), "IllegalState: out of patience"));
      case "declines" -> write(new Reply.Declined(work.id(), direction.id(), "not on Sundays"));
      default -> throw new IllegalArgumentException(fault);
    }
  }

  private static Reply computed(long id, ConvDirection direction, ArrayData result) {
    return new Reply.Computed(id, direction.id(), result, null, null);
  }

  private static String pid() {
    return Long.toString(ProcessHandle.current().pid());
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
