package org.conv4j.verify.mutant;

import java.util.function.Function;
import org.conv4j.ConvProblem;
import org.conv4j.Convolution;
import org.conv4j.Extent;
import org.conv4j.FilterLayout;
import org.conv4j.Sides;
import org.conv4j.Tensor;
import org.conv4j.TensorLayout;

/**
 * Which elements each product of a convolution multiplies. As it stands it is right; a mutant
 * overrides one part.
 */
class Wiring {

  /** Marks a product that is left out. */
  static final int NONE = -1;

  final ConvProblem problem;
  final Extent stride;
  final Extent dilation;
  final Sides sides;
  final int groups;
  final int inputsPerGroup;
  final int outputsPerGroup;

  Wiring(ConvProblem problem) {
    this.problem = problem;
    stride = problem.stride();
    dilation = problem.dilation();
    sides = problem.sides();
    groups = (int) problem.groups();
    inputsPerGroup = (int) problem.inputChannelsPerGroup();
    outputsPerGroup = (int) problem.outputChannelsPerGroup();
  }

  /** A convolution that is wired so. */
  static Function<ConvProblem, Convolution<Tensor>> wired(Function<ConvProblem, Wiring> wiring) {
    return problem -> new WiredConvolution(wiring.apply(problem), Arithmetic.RIGHT);
  }

  /** The image that output image {@code n} is computed from, or {@link #NONE}. */
  int inputImage(int n) {
    return n;
  }

  /** The row that tap {@code i} of output row {@code row} reads; outside the image it is zero. */
  int inputRow(int row, int i) {
    return (int) (row * stride.height() + i * dilation.height() - sides.top());
  }

  int inputColumn(int column, int j) {
    return (int) (column * stride.width() + j * dilation.width() - sides.left());
  }

  /** The input channel that channel {@code c} of the group of output channel {@code k} is. */
  int inputChannel(int k, int c) {
    return k / outputsPerGroup * inputsPerGroup + c;
  }

  int filterOutput(int k, int c) {
    return k;
  }

  /** The filter's input channel, or {@link #NONE}. */
  int filterInput(int k, int c) {
    return c;
  }

  int filterRow(int i, int j) {
    return i;
  }

  int filterColumn(int i, int j) {
    return j;
  }

  /** How often the bias is added. */
  int bias() {
    return 1;
  }

  TensorLayout inputLayout() {
    return problem.layout();
  }

  FilterLayout filterLayout() {
    return problem.filterLayout();
  }
}
