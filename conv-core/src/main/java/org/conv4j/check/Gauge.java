package org.conv4j.check;

import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Extent;
import org.conv4j.Tensor;
import org.conv4j.reference.DirectReference;

/**
 * The scale of rounding errors, element by element: what an algorithm adds up, in absolute values
 * and float64. An algorithm is judged by the gauge of the sums it really forms.
 */
public enum Gauge {
  /** A plain sum of products, in any order: the convolution of absolute values. */
  DIRECT(1, 1),
  /**
   * Winograd F(2x2,3x3): {@code abs(A)T ((abs(G) abs(w) abs(G)T) . (abs(B)T abs(x) abs(B))) abs(A)}
   * with the transforms of Lavin and Gray (2016). Its sums, counted in quarters, are integers. Of a
   * stride of 2 x 2, the same formula with polyphase components and F(2x2,2x2), which only add.
   */
  WINOGRAD2(2, 4),
  /** Winograd F(4x4,3x3), the same formula. Its filter transform divides by 576. */
  WINOGRAD4(4, 225);

  private final int tile;
  private final int growth;

  Gauge(int tile, int growth) {
    this.tile = tile;
    this.growth = growth;
  }

  /**
   * Height and width of the block of a direction's results that one tile of the algorithm computes
   * together: a whole 3 x 3 kernel of a filter gradient. A NaN or infinity in one element may
   * spread over its block; 1 where nothing spreads.
   */
  public int tile(ConvProblem problem, ConvDirection direction) {
    if (this == DIRECT || direction == ConvDirection.BIAS_GRADIENT) {
      return 1;
    }
    return switch (direction) {
      case FILTER_GRADIENT -> 3;
      case INPUT_GRADIENT -> Math.toIntExact(tile * problem.stride().height());
      default -> tile;
    };
  }

  /**
   * How many times its largest operand a number inside the transforms may be: the square, for two
   * axes, of the largest sum of absolute values in a row of B^T (2 for F(2x2,3x3), 10 for
   * F(4x4,3x3)), of A (2, 15) or, for a stride of 2, of G (2). 1 where nothing is transformed.
   */
  int growth() {
    return growth;
  }

  /**
   * The gauge of the algorithm that reports name so: {@code winograd2} and {@code winograd4} have
   * their own, all others, and null, are direct.
   */
  public static Gauge ofAlgorithm(String algorithm) {
    if (algorithm == null) {
      return DIRECT;
    }
    return switch (algorithm) {
      case "winograd2" -> WINOGRAD2;
      case "winograd4" -> WINOGRAD4;
      default -> DIRECT;
    };
  }

  /**
   * Whether the algorithm exists for {@code problem}: transforms need 3 x 3, no dilation and stride
   * 1 x 1, or for {@link #WINOGRAD2} also 2 x 2.
   */
  public boolean applies(ConvProblem problem) {
    return this == DIRECT
        || (problem.kernel().equals(Extent.square(3))
            && problem.dilation().equals(Extent.square(1))
            && (problem.stride().equals(Extent.square(1))
                || (this == WINOGRAD2 && problem.stride().equals(Extent.square(2)))));
  }

  /**
   * The gauge of every element of one result. Elements of the operands that are not finite count as
   * 0: what they do is judged without a gauge.
   *
   * @return shape of the direction's result
   * @throws IllegalArgumentException if the algorithm does not exist for the problem
   */
  public Tensor of(ConvProblem problem, Operands operands, ConvDirection direction) {
    if (!applies(problem)) {
      throw new IllegalArgumentException(
          "no "
              + this
              + " gauge for "
              + problem
              + ": the transform needs a 3 x 3 kernel, dilation 1 and stride 1 x 1"
              + (this == WINOGRAD2 ? " or 2 x 2" : ""));
    }
    Tensor input = magnitude(operands.input());
    Tensor filter = magnitude(operands.filter());
    Tensor bias = operands.bias() == null ? null : magnitude(operands.bias());
    Tensor outputGradient = magnitude(operands.outputGradient());
    if (this == DIRECT || direction == ConvDirection.BIAS_GRADIENT) {
      return Directions.compute(
          new DirectReference(problem),
          direction,
          new Operands(input, filter, bias, outputGradient));
    }
    WinogradGauge gauge = new WinogradGauge(problem, tile);
    return switch (direction) {
      case FORWARD -> gauge.forward(input, filter, bias);
      case INPUT_GRADIENT -> gauge.inputGradient(filter, outputGradient);
      default -> gauge.filterGradient(input, outputGradient);
    };
  }

  private static Tensor magnitude(Tensor tensor) {
    Tensor magnitude = tensor.copy();
    double[] values = magnitude.values();
    for (int i = 0; i < values.length; i++) {
      values[i] = Double.isFinite(values[i]) ? Math.abs(values[i]) : 0;
    }
    return magnitude;
  }
}
