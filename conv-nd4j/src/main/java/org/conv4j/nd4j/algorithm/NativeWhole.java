package org.conv4j.nd4j.algorithm;

import org.conv4j.ConvProblem;
import org.conv4j.Operand;
import org.conv4j.nd4j.workspace.DenseArray;
import org.conv4j.nd4j.workspace.Workspace;

/** One call of ND4J's op for all images, by ND4J's own threads. */
record NativeWhole(ConvProblem problem, NativeOp op) implements NativePlan {

  NativeWhole(ConvProblem problem) {
    this(problem, new NativeOp(problem));
  }

  @Override
  public void forward(DenseArray input, DenseArray filter, DenseArray bias, DenseArray output) {
    op.forward(
        op.images(Operand.INPUT, input),
        op.filter(filter),
        bias == null ? null : op.bias(bias),
        op.images(Operand.OUTPUT, output));
  }

  @Override
  public void backward(
      DenseArray input,
      DenseArray filter,
      DenseArray outputGradient,
      DenseArray inputGradient,
      DenseArray filterGradient,
      Workspace.Frame workspace) {
    op.backward(
        op.images(Operand.INPUT, input),
        op.filter(filter),
        op.images(Operand.OUTPUT_GRADIENT, outputGradient),
        op.images(Operand.INPUT_GRADIENT, inputGradient),
        op.filter(filterGradient));
  }

  @Override
  public void inputGradient(
      DenseArray filter,
      DenseArray outputGradient,
      DenseArray inputGradient,
      Workspace.Frame workspace) {
    DenseArray unwanted = workspace.elements(problem.elementType(), filter.length());
    backward(inputGradient, filter, outputGradient, inputGradient, unwanted, workspace);
  }

  @Override
  public void filterGradient(
      DenseArray input,
      DenseArray outputGradient,
      DenseArray filterGradient,
      Workspace.Frame workspace) {
    DenseArray unwanted = workspace.elements(problem.elementType(), input.length());
    backward(input, filterGradient, outputGradient, unwanted, filterGradient, workspace);
  }

  @Override
  public long inputGradientBytes() {
    return bytes(Operand.FILTER_GRADIENT);
  }

  @Override
  public long filterGradientBytes() {
    return bytes(Operand.INPUT_GRADIENT);
  }

  private long bytes(Operand operand) {
    long elements = 1;
    for (long size : operand.shape(problem)) {
      elements *= size;
    }
    return elements * problem.elementType().bytes();
  }
}
