package org.conv4j.verify.framework;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;
import org.conv4j.check.Operands;
import org.conv4j.verify.framework.child.Adapter;
import org.conv4j.verify.framework.child.ChildLoop;
import org.conv4j.verify.framework.child.PreparedCase;
import org.conv4j.verify.process.Protocol;
import org.conv4j.verify.process.Reply;

/** A child on {@link ChildLoop} whose adapter prints, throws or sleeps. */
final class ServedChild implements Adapter {

  /** File descriptor 1, whatever {@code System.out} is. */
  private static final FileOutputStream STANDARD_OUTPUT = new FileOutputStream(FileDescriptor.out);

  private final String habit;

  private ServedChild(String habit) {
    this.habit = habit;
  }

  public static void main(String[] arguments) {
    ChildLoop.serve(threads -> new ServedChild(arguments[0]));
  }

  @Override
  public Reply.Hello describe() {
    print();
    return new Reply.Hello(Protocol.VERSION, "served", "1", null, 1, null, null);
  }

  @Override
  public List<Path> libraries() {
    try {
      Path library = Files.createTempDirectory("served").resolve("libabc.so");
      Files.writeString(library, "abc");
      library.toFile().deleteOnExit();
      return List.of(library);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  @Override
  public PreparedCase prepare(ConvProblem problem, Operands operands) {
    if (habit.equals("throws in prepare")) {
      throw new IllegalStateException("first line\n  second line", new Error("the cause"));
    }
    return new PreparedCase() {
      @Override
      public Answer compute(ConvDirection direction) {
        return answer(operands);
      }

      @Override
      public Operands operands() {
        return operands;
      }

      @Override
      public void close() {}
    };
  }

  private Answer answer(Operands operands) {
    print();
    switch (habit) {
      case "sleeps" -> sleep();
      case "dies" -> Runtime.getRuntime().halt(5);
      case "throws an error" -> throw new StackOverflowError();
      case "returns null" -> {
        return null;
      }
      default -> {}
    }
    return new Answer.Computed(Tensor.of(new double[] {operands.input().size()}, 1), "size", 1);
  }

  private void print() {
    switch (habit) {
      case "prints" -> System.out.println("hello from Java");
      case "prints natively" -> {
        try {
          STANDARD_OUTPUT.write("hello from C\n".getBytes(StandardCharsets.UTF_8));
        } catch (IOException closed) {
          throw new UncheckedIOException(closed);
        }
      }
      default -> {}
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(Long.MAX_VALUE);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
