package org.conv4j.verify.model;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.Operand;
import org.conv4j.Tensor;
import org.conv4j.check.Operands;
import org.conv4j.verify.process.ArrayData;

/** Tensors in a file, one after the other; their shapes are known to who reads it. */
final class OperandFile {

  private OperandFile() {}

  /** Writes input, filter, bias if there is one, and output gradient. */
  static void write(ConvProblem problem, Operands operands, Path file) throws IOException {
    List<Tensor> tensors = new ArrayList<>(List.of(operands.input(), operands.filter()));
    if (problem.bias()) {
      tensors.add(operands.bias());
    }
    tensors.add(operands.outputGradient());
    write(problem.elementType(), tensors, file);
  }

  static void write(ElementType type, List<Tensor> tensors, Path file) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      for (Tensor tensor : tensors) {
        out.write(ArrayData.of(tensor, type).data());
      }
    }
  }

  static Operands read(ConvProblem problem, Path file) throws IOException {
    List<Operand> operands = new ArrayList<>(List.of(Operand.INPUT, Operand.FILTER));
    if (problem.bias()) {
      operands.add(Operand.BIAS);
    }
    operands.add(Operand.OUTPUT_GRADIENT);
    List<Tensor> tensors =
        read(
            problem.elementType(),
            operands.stream().map(operand -> operand.shape(problem)).toList(),
            file);
    return new Operands(
        tensors.get(0),
        tensors.get(1),
        problem.bias() ? tensors.get(2) : null,
        tensors.get(tensors.size() - 1));
  }

  static List<Tensor> read(ElementType type, List<long[]> shapes, Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    List<Tensor> tensors = new ArrayList<>();
    int position = 0;
    for (long[] shape : shapes) {
      int end = position + length(type, shape);
      byte[] part = Arrays.copyOfRange(bytes, position, end);
      tensors.add(new ArrayData(ArrayData.nameOf(type), shape, part).tensor(type));
      position = end;
    }
    return tensors;
  }

  private static int length(ElementType type, long[] shape) {
    long size =
        switch (type) {
          case FLOAT32 -> Float.BYTES;
          case FLOAT64 -> Double.BYTES;
        };
    for (long axis : shape) {
      size = Math.multiplyExact(size, axis);
    }
    return Math.toIntExact(size);
  }
}
