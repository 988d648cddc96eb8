package org.conv4j.verify.op;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.FilterLayout;
import org.conv4j.verify.op.OpResult.Step;

/**
 * An op of ND4J that is made of convolutions, without its operands.
 *
 * @param op its name; its gradients' has {@code _bp} appended
 * @param arguments its integers
 * @param convolutions in it, in the order in which it computes its output; that of a transposed one
 *     leads the other way. Their filters are laid out as the op's weights
 * @param biased whether the last input is a bias
 */
public record OpForm(
    String op, List<Long> arguments, List<ConvProblem> convolutions, boolean biased) {

  private static final String TRANSPOSED = "deconv2d";
  private static final String ONE_DIMENSIONAL = "conv1d";

  /** Lays the filters out as the op's weights are. */
  public OpForm {
    arguments = List.copyOf(arguments);
    FilterLayout layout = layout(op, arguments);
    convolutions =
        convolutions.stream()
            .map(problem -> problem.toBuilder().filterLayout(layout).build())
            .toList();
  }

  /**
   * The form of a call.
   *
   * @param convolutions in it, with filters in any layout
   * @param inputs how many it has: what is neither the input nor weights is a bias
   */
  public static OpForm of(
      String op, List<Long> arguments, List<ConvProblem> convolutions, int inputs) {
    return new OpForm(op, arguments, convolutions, inputs > 1 + convolutions.size());
  }

  private static FilterLayout layout(String op, List<Long> arguments) {
    int index = op.equals(ONE_DIMENSIONAL) ? 6 : 10;
    long format = index < arguments.size() ? arguments.get(index) : 0;
    return switch ((int) format) {
      case 0 -> FilterLayout.HWIO;
      case 1 -> FilterLayout.OIHW;
      default -> FilterLayout.OHWI;
    };
  }

  /** What it is, on a line: not a notation, but made of them. */
  public String notation() {
    return convolutions.stream()
        .map(ConvProblem::toString)
        .collect(Collectors.joining(" then ", op + " of ", ""));
  }

  /** Of all its arrays. */
  public ElementType elementType() {
    return convolutions.get(0).elementType();
  }

  boolean transposed() {
    return op.equals(TRANSPOSED);
  }

  boolean separable() {
    return convolutions.size() == 2;
  }

  /** Whether the weights have an axis for input channels and one for the multiplier. */
  boolean depthwise(int convolution) {
    return !transposed() && !op.equals(ONE_DIMENSIONAL) && convolution == 0;
  }

  /** Its results: the output, and a gradient for each input. */
  public List<OpResult> results() {
    ConvProblem first = convolutions.get(0);
    List<OpResult> results = new ArrayList<>();
    if (transposed()) {
      OpResult output =
          OpResult.of(
              0, null, ConvDirection.FORWARD, new Step(0, first, ConvDirection.INPUT_GRADIENT));
      results.add(biased ? output.withOneTermMore() : output);
      results.add(
          OpResult.of(
              1, null, ConvDirection.INPUT_GRADIENT, new Step(0, first, ConvDirection.FORWARD)));
      results.add(single(2, ConvDirection.FILTER_GRADIENT));
    } else if (separable()) {
      addSeparable(results);
    } else {
      results.add(single(0, ConvDirection.FORWARD));
      results.add(single(1, ConvDirection.INPUT_GRADIENT));
      results.add(single(2, ConvDirection.FILTER_GRADIENT));
    }
    if (biased) {
      results.add(
          OpResult.of(
              results.size(),
              null,
              ConvDirection.BIAS_GRADIENT,
              new Step(convolutions.size() - 1, withBias(), ConvDirection.BIAS_GRADIENT)));
    }
    return results;
  }

  private OpResult single(int place, ConvDirection direction) {
    return OpResult.of(place, null, direction, new Step(0, convolutions.get(0), direction));
  }

  private void addSeparable(List<OpResult> results) {
    ConvProblem first = convolutions.get(0);
    ConvProblem second = convolutions.get(1);
    Step there = new Step(0, first, ConvDirection.FORWARD);
    Step back = new Step(1, second, ConvDirection.INPUT_GRADIENT);
    results.add(
        OpResult.of(
            0, null, ConvDirection.FORWARD, there, new Step(1, second, ConvDirection.FORWARD)));
    results.add(
        OpResult.of(
            1,
            null,
            ConvDirection.INPUT_GRADIENT,
            back,
            new Step(0, first, ConvDirection.INPUT_GRADIENT)));
    results.add(
        OpResult.of(
            2,
            "depthwise",
            ConvDirection.FILTER_GRADIENT,
            back,
            new Step(0, first, ConvDirection.FILTER_GRADIENT)));
    results.add(
        OpResult.of(
            3,
            "pointwise",
            ConvDirection.FILTER_GRADIENT,
            there,
            new Step(1, second, ConvDirection.FILTER_GRADIENT)));
  }

  /**
   * A convolution whose output is the op's, with the op's bias. Of a transposed op, that is not its
   * own convolution: a pointwise one from a single channel has the same bias gradient.
   */
  ConvProblem withBias() {
    if (!transposed()) {
      return convolutions.get(convolutions.size() - 1);
    }
    ConvProblem other = convolutions.get(0);
    return ConvProblem.builder()
        .input(other.batch(), 1, other.inputSize().height(), other.inputSize().width())
        .filter(other.inputChannels(), 1, 1)
        .layout(other.layout())
        .elementType(other.elementType())
        .build();
  }
}
