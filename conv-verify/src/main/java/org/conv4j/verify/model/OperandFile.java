package org.conv4j.verify.model;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.conv4j.ConvProblem;
import org.conv4j.Operand;
import org.conv4j.Tensor;
import org.conv4j.check.Operands;
import org.conv4j.verify.process.ArrayData;

/** Operands of a problem in a file: input, filter, bias if there is one, output gradient. */
final class OperandFile {

  private OperandFile() {}

  static void write(ConvProblem problem, Operands operands, Path file) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      out.write(ArrayData.of(operands.input(), problem.elementType()).data());
      out.write(ArrayData.of(operands.filter(), problem.elementType()).data());
      if (problem.bias()) {
        out.write(ArrayData.of(operands.bias(), problem.elementType()).data());
      }
      out.write(ArrayData.of(operands.outputGradient(), problem.elementType()).data());
    }
  }

  static Operands read(ConvProblem problem, Path file) throws IOException {
    Reader reader = new Reader(problem, Files.readAllBytes(file));
    return new Operands(
        reader.next(Operand.INPUT),
        reader.next(Operand.FILTER),
        problem.bias() ? reader.next(Operand.BIAS) : null,
        reader.next(Operand.OUTPUT_GRADIENT));
  }

  private static final class Reader {
    private final ConvProblem problem;
    private final byte[] bytes;
    private int position;

    Reader(ConvProblem problem, byte[] bytes) {
      this.problem = problem;
      this.bytes = bytes;
    }

    Tensor next(Operand operand) {
      long[] shape = operand.shape(problem);
      int end = position + length(shape);
      byte[] part = Arrays.copyOfRange(bytes, position, end);
      position = end;
      return new ArrayData(ArrayData.nameOf(problem.elementType()), shape, part)
          .tensor(problem.elementType());
    }

    private int length(long[] shape) {
      long size =
          switch (problem.elementType()) {
            case FLOAT32 -> Float.BYTES;
            case FLOAT64 -> Double.BYTES;
          };
      for (long axis : shape) {
        size = Math.multiplyExact(size, axis);
      }
      return Math.toIntExact(size);
    }
  }
}
