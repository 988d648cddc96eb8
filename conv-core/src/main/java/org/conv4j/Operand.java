package org.conv4j;

/** The arrays a convolution reads and writes. */
public enum Operand {
  /** What is convolved; shape in the problem's {@link TensorLayout}. */
  INPUT("input"),
  /** The weights; shape in the problem's {@link FilterLayout}. */
  FILTER("filter"),
  /** One number per output channel; rank 1. */
  BIAS("bias"),
  /** The result of the forward direction. */
  OUTPUT("output"),
  /** Gradient of the loss with respect to the output; same shape as the output. */
  OUTPUT_GRADIENT("outputGradient"),
  /** Gradient with respect to the input; same shape as the input. */
  INPUT_GRADIENT("inputGradient"),
  /** Gradient with respect to the filter; same shape as the filter. */
  FILTER_GRADIENT("filterGradient"),
  /** Gradient with respect to the bias; same shape as the bias. */
  BIAS_GRADIENT("biasGradient");

  private final String label;

  Operand(String label) {
    this.label = label;
  }

  /** The name as messages show it. */
  public String label() {
    return label;
  }

  /** The shape that {@code problem} requires of this operand, in the problem's layouts. */
  public long[] shape(ConvProblem problem) {
    return switch (this) {
      case INPUT, INPUT_GRADIENT -> problem.inputShape();
      case FILTER, FILTER_GRADIENT -> problem.filterShape();
      case BIAS, BIAS_GRADIENT -> problem.biasShape();
      case OUTPUT, OUTPUT_GRADIENT -> problem.outputShape();
    };
  }

  /** The names of this operand's axes under {@code problem}, for messages. */
  public String axes(ConvProblem problem) {
    return switch (this) {
      case INPUT, INPUT_GRADIENT, OUTPUT, OUTPUT_GRADIENT -> problem.layout().axes();
      case FILTER, FILTER_GRADIENT -> problem.filterLayout().axes();
      case BIAS, BIAS_GRADIENT -> "output channels";
    };
  }
}
