package org.conv4j;

import java.util.Objects;

/**
 * What a 2-D convolution is asked to compute: sizes, stride, padding, dilation, groups, layouts,
 * bias and element type. Immutable, and validated here once: whoever holds a problem may rely on
 * its geometry.
 *
 * <p>Legal and empty: batch 0, image size 0, no output channels, output size 0. Refused: any other
 * size below 1, negative padding, groups that do not divide both channel counts, an output size
 * below 0, and sizes whose products overflow a {@code long}.
 *
 * @param batch number of images; 0 or more
 * @param inputChannels channels of one input image; 1 or more
 * @param inputSize height and width of one input image; 0 or more
 * @param outputChannels channels of one output image; 0 or more
 * @param kernel kernel height and width; 1 or more
 * @param stride distance between neighbouring kernel positions; 1 or more
 * @param padding rule or numbers of zero padding; {@link #sides()} are the numbers
 * @param dilation distance between neighbouring kernel taps; 1 (dense) or more
 * @param groups divides both channel counts; depthwise when equal to {@code inputChannels}
 * @param layout axis order of input and output
 * @param filterLayout axis order of the filter
 * @param bias whether a bias is added
 * @param elementType the type of every operand
 */
public record ConvProblem(
    long batch,
    long inputChannels,
    Extent inputSize,
    long outputChannels,
    Extent kernel,
    Extent stride,
    Padding padding,
    Extent dilation,
    long groups,
    TensorLayout layout,
    FilterLayout filterLayout,
    boolean bias,
    ElementType elementType) {

  /**
   * Validates.
   *
   * @throws ConvShapeException naming the numbers and the rule that failed
   */
  public ConvProblem {
    Objects.requireNonNull(inputSize, "inputSize");
    Objects.requireNonNull(kernel, "kernel");
    Objects.requireNonNull(stride, "stride");
    Objects.requireNonNull(padding, "padding");
    Objects.requireNonNull(dilation, "dilation");
    Objects.requireNonNull(layout, "layout");
    Objects.requireNonNull(filterLayout, "filterLayout");
    Objects.requireNonNull(elementType, "elementType");
    atLeast(0, "batch", batch);
    atLeast(1, "input channels", inputChannels);
    atLeast(0, "input height", inputSize.height());
    atLeast(0, "input width", inputSize.width());
    atLeast(0, "output channels", outputChannels);
    atLeast(1, "kernel height", kernel.height());
    atLeast(1, "kernel width", kernel.width());
    atLeast(1, "stride height", stride.height());
    atLeast(1, "stride width", stride.width());
    atLeast(1, "dilation height", dilation.height());
    atLeast(1, "dilation width", dilation.width());
    atLeast(1, "groups", groups);
    divides(groups, "input channels", inputChannels);
    divides(groups, "output channels", outputChannels);
    try {
      Sides sides = padding.resolve(inputSize, kernel, stride, dilation);
      atLeast(0, "padding top", sides.top());
      atLeast(0, "padding bottom", sides.bottom());
      atLeast(0, "padding left", sides.left());
      atLeast(0, "padding right", sides.right());
      long outputHeight =
          outputSize(
              "height",
              inputSize.height(),
              sides.top(),
              sides.bottom(),
              kernel.height(),
              stride.height(),
              dilation.height());
      long outputWidth =
          outputSize(
              "width",
              inputSize.width(),
              sides.left(),
              sides.right(),
              kernel.width(),
              stride.width(),
              dilation.width());
      refuseOverflow(batch, inputChannels, inputSize.height(), inputSize.width());
      refuseOverflow(outputChannels, inputChannels / groups, kernel.height(), kernel.width());
      refuseOverflow(batch, outputChannels, outputHeight, outputWidth);
    } catch (ArithmeticException overflow) {
      throw new ConvShapeException(
          "sizes overflow 64 bits: batch %d, channels %d -> %d, input %s, kernel %s, stride %s, dilation %s"
              .formatted(
                  batch, inputChannels, outputChannels, inputSize, kernel, stride, dilation));
    }
  }

  /** A builder: stride 1, no padding, dilation 1, one group, NCHW, OIHW, with bias, float32. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that starts from this problem. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** The problem that a one-line notation names: see {@link ProblemNotation}. */
  public static ConvProblem parse(String notation) {
    return ProblemNotation.parse(notation);
  }

  /** The padding in numbers. */
  public Sides sides() {
    return padding.resolve(inputSize, kernel, stride, dilation);
  }

  /**
   * Height and width of one output image: {@code floor((size + padBegin + padEnd - dilation *
   * (kernel - 1) - 1) / stride) + 1}.
   */
  public Extent outputSize() {
    Sides sides = sides();
    return new Extent(
        outputSize(
            "height",
            inputSize.height(),
            sides.top(),
            sides.bottom(),
            kernel.height(),
            stride.height(),
            dilation.height()),
        outputSize(
            "width",
            inputSize.width(),
            sides.left(),
            sides.right(),
            kernel.width(),
            stride.width(),
            dilation.width()));
  }

  /** Input channels that one output channel sees. */
  public long inputChannelsPerGroup() {
    return inputChannels / groups;
  }

  /** Output channels of one group. */
  public long outputChannelsPerGroup() {
    return outputChannels / groups;
  }

  /** Whether each group has exactly one input channel and there is more than one group. */
  public boolean depthwise() {
    return groups > 1 && groups == inputChannels;
  }

  /** Shape of the input and its gradient, in {@link #layout()}. */
  public long[] inputShape() {
    return layout.shape(batch, inputChannels, inputSize);
  }

  /** Shape of the filter and its gradient, in {@link #filterLayout()}. */
  public long[] filterShape() {
    return filterLayout.shape(outputChannels, inputChannelsPerGroup(), kernel);
  }

  /** Shape of the bias and its gradient. */
  public long[] biasShape() {
    return new long[] {outputChannels};
  }

  /** Shape of the output and its gradient, in {@link #layout()}. */
  public long[] outputShape() {
    return layout.shape(batch, outputChannels, outputSize());
  }

  /**
   * The number of products that one element of the result sums (n of the error bounds); the forward
   * bias counts as one.
   */
  public long terms(ConvDirection direction) {
    return switch (direction) {
      case FORWARD -> kernel.height() * kernel.width() * inputChannelsPerGroup() + (bias ? 1 : 0);
      case INPUT_GRADIENT -> kernel.height() * kernel.width() * outputChannelsPerGroup();
      case FILTER_GRADIENT, BIAS_GRADIENT -> batch * outputSize().height() * outputSize().width();
    };
  }

  /**
   * Floating-point operations of a direct evaluation, two per multiply-add, padding counted like
   * data: the same for output, input gradient and filter gradient; one per element for the bias
   * gradient.
   */
  public double operations(ConvDirection direction) {
    double outputs = (double) batch * outputChannels * outputSize().height() * outputSize().width();
    return direction == ConvDirection.BIAS_GRADIENT
        ? outputs
        : 2.0 * outputs * inputChannelsPerGroup() * kernel.height() * kernel.width();
  }

  /** The one-line notation. */
  @Override
  public String toString() {
    return ProblemNotation.print(this);
  }

  private static void atLeast(long minimum, String what, long found) {
    if (found < minimum) {
      throw new ConvShapeException(what + " is " + found + ": it must be at least " + minimum);
    }
  }

  private static void divides(long groups, String what, long channels) {
    if (channels % groups != 0) {
      throw new ConvShapeException(groups + " groups do not divide " + channels + " " + what);
    }
  }

  private static long outputSize(
      String axis, long size, long padBegin, long padEnd, long kernel, long stride, long dilation) {
    long reach = Math.addExact(Math.multiplyExact(dilation, kernel - 1), 1);
    long padded = Math.addExact(size, Math.addExact(padBegin, padEnd));
    long output = Math.floorDiv(Math.subtractExact(padded, reach), stride) + 1;
    if (output < 0) {
      throw new ConvShapeException(
          ("output %s is %d: input %d with padding %d + %d is too small for kernel %d with dilation %d"
                  + " and stride %d (floor((%d - %d) / %d) + 1 must not be negative)")
              .formatted(
                  axis, output, size, padBegin, padEnd, kernel, dilation, stride, padded, reach,
                  stride));
    }
    return output;
  }

  /** Throws if the sizes overflow; zeros count as ones, so that no part of the product does. */
  private static void refuseOverflow(long... sizes) {
    long product = 1;
    for (long size : sizes) {
      product = Math.multiplyExact(product, Math.max(1, size));
    }
  }

  /** Collects the parts of a {@link ConvProblem}; not safe for use by several threads. */
  public static final class Builder {
    private long batch = 1;
    private long inputChannels;
    private Extent inputSize;
    private long outputChannels;
    private Extent kernel;
    private Extent stride = Extent.square(1);
    private Padding padding = Padding.valid();
    private Extent dilation = Extent.square(1);
    private long groups = 1;
    private TensorLayout layout = TensorLayout.NCHW;
    private FilterLayout filterLayout = FilterLayout.OIHW;
    private boolean bias = true;
    private ElementType elementType = ElementType.FLOAT32;

    private Builder() {}

    private Builder(ConvProblem problem) {
      batch = problem.batch;
      inputChannels = problem.inputChannels;
      inputSize = problem.inputSize;
      outputChannels = problem.outputChannels;
      kernel = problem.kernel;
      stride = problem.stride;
      padding = problem.padding;
      dilation = problem.dilation;
      groups = problem.groups;
      layout = problem.layout;
      filterLayout = problem.filterLayout;
      bias = problem.bias;
      elementType = problem.elementType;
    }

    /** Sizes of the input, whatever its layout. */
    public Builder input(long batch, long channels, long height, long width) {
      this.batch = batch;
      this.inputChannels = channels;
      this.inputSize = new Extent(height, width);
      return this;
    }

    /** Number of output channels and kernel size. */
    public Builder filter(long outputChannels, long height, long width) {
      this.outputChannels = outputChannels;
      this.kernel = new Extent(height, width);
      return this;
    }

    /** The same stride along both axes. */
    public Builder stride(long both) {
      return stride(both, both);
    }

    /** Stride along height and width. */
    public Builder stride(long height, long width) {
      this.stride = new Extent(height, width);
      return this;
    }

    /** Padding rule or numbers. */
    public Builder padding(Padding padding) {
      this.padding = padding;
      return this;
    }

    /** The same dilation along both axes; 1 is dense. */
    public Builder dilation(long both) {
      return dilation(both, both);
    }

    /** Dilation along height and width; 1 is dense. */
    public Builder dilation(long height, long width) {
      this.dilation = new Extent(height, width);
      return this;
    }

    /** Number of groups. */
    public Builder groups(long groups) {
      this.groups = groups;
      return this;
    }

    /** Axis order of input and output. */
    public Builder layout(TensorLayout layout) {
      this.layout = layout;
      return this;
    }

    /** Axis order of the filter. */
    public Builder filterLayout(FilterLayout filterLayout) {
      this.filterLayout = filterLayout;
      return this;
    }

    /** Whether a bias is added. */
    public Builder bias(boolean bias) {
      this.bias = bias;
      return this;
    }

    /** The type of every operand. */
    public Builder elementType(ElementType elementType) {
      this.elementType = elementType;
      return this;
    }

    /**
     * The validated problem.
     *
     * @throws ConvShapeException if it is none
     * @throws IllegalStateException if input or filter were not given
     */
    public ConvProblem build() {
      if (inputSize == null) {
        throw new IllegalStateException("input sizes were not given: call input(...)");
      }
      if (kernel == null) {
        throw new IllegalStateException("filter sizes were not given: call filter(...)");
      }
      return new ConvProblem(
          batch,
          inputChannels,
          inputSize,
          outputChannels,
          kernel,
          stride,
          padding,
          dilation,
          groups,
          layout,
          filterLayout,
          bias,
          elementType);
    }
  }
}
