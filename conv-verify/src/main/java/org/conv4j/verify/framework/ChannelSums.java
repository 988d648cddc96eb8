package org.conv4j.verify.framework;

import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.Tensor;
import org.conv4j.check.Operands;

/**
 * A result of a convolution, checked by a fraction of the work: weighted sums over up to {@value
 * #BLOCK} channels of it are themselves results of a convolution, of operands summed in the same
 * way. Every element takes part, each channel with a weight of its own, so that an element that is
 * wrong, or stands in another channel's place, shows. (Freivalds' check of a matrix product.)
 *
 * <p>Forward, and for the filter gradient, output channels are summed; for the input gradient,
 * input channels; the bias gradient is left as it is. Sums never cross groups.
 */
public final class ChannelSums {

  /** Channels in one sum, at most. */
  public static final int BLOCK = 64;

  private final ConvProblem problem;
  private final ConvDirection direction;

  /** The sums for one direction of {@code problem}. */
  public ChannelSums(ConvProblem problem, ConvDirection direction) {
    this.problem = problem;
    this.direction = direction;
  }

  /** The problem whose results are the sums, in float64. */
  public ConvProblem problem() {
    ConvProblem.Builder smaller = problem.toBuilder().elementType(ElementType.FLOAT64);
    return switch (direction) {
      case FORWARD, FILTER_GRADIENT ->
          smaller
              .filter(
                  problem.groups() * blocks(problem.outputChannelsPerGroup()),
                  problem.kernel().height(),
                  problem.kernel().width())
              .build();
      case INPUT_GRADIENT ->
          smaller
              .input(
                  problem.batch(),
                  problem.groups() * blocks(problem.inputChannelsPerGroup()),
                  problem.inputSize().height(),
                  problem.inputSize().width())
              .build();
      case BIAS_GRADIENT -> smaller.build();
    };
  }

  /** The most channels in one sum. */
  public long width() {
    return switch (direction) {
      case FORWARD, FILTER_GRADIENT -> Math.min(BLOCK, problem.outputChannelsPerGroup());
      case INPUT_GRADIENT -> Math.min(BLOCK, problem.inputChannelsPerGroup());
      case BIAS_GRADIENT -> 1;
    };
  }

  /**
   * The operands of {@link #problem()} that this direction reads; the others are null.
   *
   * @param operands of the whole problem
   */
  public Operands operands(Operands operands) {
    return operands(operands, false);
  }

  /** As {@link #operands}, of absolute values: what they give bounds what is added up. */
  public Operands magnitudes(Operands operands) {
    return operands(operands, true);
  }

  private Operands operands(Operands whole, boolean absolute) {
    return switch (direction) {
      case FORWARD ->
          new Operands(
              absolute ? absolute(whole.input()) : whole.input(),
              outputSums(whole.filter(), filterAxis('O'), absolute),
              whole.bias() == null ? null : outputSums(whole.bias(), 0, absolute),
              null);
      case FILTER_GRADIENT ->
          new Operands(
              absolute ? absolute(whole.input()) : whole.input(),
              null,
              null,
              outputSums(whole.outputGradient(), channelAxis(), absolute));
      case INPUT_GRADIENT ->
          new Operands(
              null,
              inputSums(whole.filter(), filterAxis('I'), absolute),
              null,
              absolute ? absolute(whole.outputGradient()) : whole.outputGradient());
      case BIAS_GRADIENT ->
          new Operands(
              null,
              null,
              null,
              absolute ? absolute(whole.outputGradient()) : whole.outputGradient());
    };
  }

  /**
   * The sums of a result of the whole problem.
   *
   * @param result in the problem's layouts
   */
  public Tensor of(Tensor result) {
    return switch (direction) {
      case FORWARD -> outputSums(result, channelAxis(), false);
      case FILTER_GRADIENT -> outputSums(result, filterAxis('O'), false);
      case INPUT_GRADIENT -> inputSums(result, channelAxis(), false);
      case BIAS_GRADIENT -> result;
    };
  }

  private Tensor outputSums(Tensor tensor, int axis, boolean absolute) {
    return sums(tensor, axis, problem.outputChannelsPerGroup(), absolute);
  }

  private Tensor inputSums(Tensor tensor, int axis, boolean absolute) {
    return sums(tensor, axis, problem.inputChannelsPerGroup(), absolute);
  }

  private int filterAxis(char name) {
    return problem.filterLayout().name().indexOf(name);
  }

  private int channelAxis() {
    return problem.layout().name().indexOf('C');
  }

  private static long blocks(long channels) {
    return (channels + BLOCK - 1) / BLOCK;
  }

  /** Sums along {@code axis}, which holds one or more groups of {@code period} channels. */
  private static Tensor sums(Tensor tensor, int axis, long period, boolean absolute) {
    long[] shape = tensor.shape();
    int channels = (int) shape[axis];
    int inner = 1;
    for (int i = axis + 1; i < shape.length; i++) {
      inner *= (int) shape[i];
    }
    int perGroup = (int) blocks(period);
    shape[axis] = channels == 0 ? 0 : channels / period * perGroup;
    Tensor sums = Tensor.zeros(shape);
    int rows = channels == 0 ? 0 : tensor.size() / (channels * inner);
    double[] in = tensor.values();
    double[] out = sums.values();
    for (int row = 0; row < rows; row++) {
      for (int channel = 0; channel < channels; channel++) {
        int within = (int) (channel % period);
        int block = (int) (channel / period) * perGroup + within / BLOCK;
        double weight = weight(within);
        int from = (row * channels + channel) * inner;
        int to = (int) (row * shape[axis] + block) * inner;
        for (int i = 0; i < inner; i++) {
          out[to + i] += absolute ? Math.abs(weight * in[from + i]) : weight * in[from + i];
        }
      }
    }
    return sums;
  }

  /** Of magnitude 1/2 to 1, either sign, different for every channel of a block. */
  private static double weight(int channel) {
    long mixed = (channel + 1) * 0x9E3779B97F4A7C15L;
    double magnitude = 0.5 + (mixed >>> 12) * 0x1p-53;
    return (mixed & 0x400) == 0 ? magnitude : -magnitude;
  }

  private static Tensor absolute(Tensor tensor) {
    Tensor copy = tensor.copy();
    double[] values = copy.values();
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.abs(values[i]);
    }
    return copy;
  }
}
