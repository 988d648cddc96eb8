package org.conv4j.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.conv4j.ConvDirection;
import org.conv4j.ConvGradients;
import org.conv4j.ConvProblem;
import org.conv4j.Convolution;
import org.conv4j.ElementType;
import org.conv4j.Tensor;

/**
 * What output and gradients owe each other, whoever computed them. With {@code <a,b>} the sum of
 * products, {@code y} the output without its bias and {@code dy} the output gradient,
 *
 * <pre>
 * &lt;y, dy&gt; = &lt;input, inputGradient&gt; = &lt;filter, filterGradient&gt;,  &lt;bias of each output, dy&gt; = &lt;bias, biasGradient&gt;
 * </pre>
 *
 * because the output is linear in the input, in the filter and in the bias. The sums of products
 * are formed with compensation.
 *
 * @param identities one per gradient that was given
 */
public record AdjointIdentities(List<Identity> identities) {

  /** Copies the list. */
  public AdjointIdentities {
    identities = List.copyOf(identities);
  }

  /**
   * One identity.
   *
   * @param direction whose result is on the right-hand side
   * @param expected the left-hand side: {@code <y, dy>}, or {@code <bias of each output, dy>}
   * @param actual the right-hand side
   * @param bound on the absolute difference; 0 where every sum is exact
   */
  public record Identity(ConvDirection direction, double expected, double actual, double bound) {

    /** The absolute difference of the two sides; infinite where it is NaN. */
    public double error() {
      double difference = expected == actual ? 0 : Math.abs(expected - actual);
      return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
    }

    /** Whether the two sides differ by at most the bound. */
    public boolean holds() {
      return error() <= bound;
    }

    @Override
    public String toString() {
      return "%s: expected %s by the adjoint identity, found %s, error %s %s %s"
          .formatted(direction.id(), expected, actual, error(), holds() ? "<=" : ">", bound);
    }
  }

  /** Whether all identities hold. */
  public boolean hold() {
    return identities.stream().allMatch(Identity::holds);
  }

  /**
   * The identity that misses its bound by most, or comes closest to missing it.
   *
   * @throws java.util.NoSuchElementException if no gradient was given
   */
  public Identity worst() {
    return identities.stream()
        .max(Comparator.comparingDouble(identity -> identity.error() - identity.bound()))
        .orElseThrow();
  }

  /** The identities of everything that {@code convolution} computes, in float64. */
  public static AdjointIdentities of(
      Convolution<Tensor> convolution,
      Tensor input,
      Tensor filter,
      Tensor bias,
      Tensor outputGradient) {
    return of(
        convolution.problem(),
        ElementType.FLOAT64,
        input,
        filter,
        bias,
        outputGradient,
        convolution.forward(input, filter, bias),
        convolution.backward(input, filter, outputGradient));
  }

  /**
   * The identities of results that came from anywhere. The bounds hold for every result whose
   * elements are within {@code min(n + 2, max(9, 7 sqrt(n))) * u * gauge} of the exact ones, n
   * being the number of products and gauge their absolute sum; they are 0 where operands are
   * integers and no absolute sum exceeds {@link ElementType#exactIntegers()}. Operands must be
   * finite, and no product may underflow.
   *
   * @param precision of the arithmetic that computed the results
   * @param bias null exactly when the problem has none
   * @param output the forward result
   * @param gradients those to be compared; null where not computed
   */
  public static AdjointIdentities of(
      ConvProblem problem,
      ElementType precision,
      Tensor input,
      Tensor filter,
      Tensor bias,
      Tensor outputGradient,
      Tensor output,
      ConvGradients<Tensor> gradients) {
    DirectReference linear = new DirectReference(problem.toBuilder().bias(false).build());
    double gauge =
        inner(linear.forward(absolute(input), absolute(filter)), absolute(outputGradient));
    double biasGauge = 0;
    double biasPart = 0;
    if (problem.bias()) {
      CompensatedReference sums = new CompensatedReference(problem);
      biasPart = inner(bias, sums.biasGradient(outputGradient));
      biasGauge = inner(absolute(bias), sums.biasGradient(absolute(outputGradient)));
    }
    boolean exact =
        gauge + biasGauge <= ElementType.FLOAT64.exactIntegers()
            && integers(input)
            && integers(filter)
            && integers(outputGradient)
            && (bias == null || integers(bias))
            && largestGauge(problem, input, filter, bias, outputGradient)
                <= precision.exactIntegers();
    double u = exact ? 0 : precision.unitRoundoff();
    double forwardError = slack(problem, ConvDirection.FORWARD) * (gauge + biasGauge);

    double left = inner(output, outputGradient) - biasPart;
    List<Identity> identities = new ArrayList<>();
    if (gradients.input() != null) {
      ConvDirection direction = ConvDirection.INPUT_GRADIENT;
      double bound = u * (forwardError + slack(problem, direction) * gauge);
      identities.add(new Identity(direction, left, inner(input, gradients.input()), bound));
    }
    if (gradients.filter() != null) {
      ConvDirection direction = ConvDirection.FILTER_GRADIENT;
      double bound = u * (forwardError + slack(problem, direction) * gauge);
      identities.add(new Identity(direction, left, inner(filter, gradients.filter()), bound));
    }
    if (gradients.bias() != null) {
      ConvDirection direction = ConvDirection.BIAS_GRADIENT;
      double bound = u * (slack(problem, direction) + 2) * biasGauge;
      identities.add(new Identity(direction, biasPart, inner(bias, gradients.bias()), bound));
    }
    return new AdjointIdentities(identities);
  }

  /** How many {@code u * gauge} an element may be wrong by. */
  private static double slack(ConvProblem problem, ConvDirection direction) {
    double n = problem.terms(direction);
    return Math.min(n + 2, Math.max(9, 7 * Math.sqrt(n)));
  }

  /** The largest absolute sum of products behind any element of any direction. */
  private static double largestGauge(
      ConvProblem problem, Tensor input, Tensor filter, Tensor bias, Tensor outputGradient) {
    DirectReference sums = new DirectReference(problem);
    Tensor x = absolute(input);
    Tensor w = absolute(filter);
    Tensor dy = absolute(outputGradient);
    double largest = largest(sums.forward(x, w, bias == null ? null : absolute(bias)));
    largest = Math.max(largest, largest(sums.inputGradient(w, dy)));
    largest = Math.max(largest, largest(sums.filterGradient(x, dy)));
    return problem.bias() ? Math.max(largest, largest(sums.biasGradient(dy))) : largest;
  }

  private static double largest(Tensor tensor) {
    return Arrays.stream(tensor.values()).max().orElse(0);
  }

  private static double inner(Tensor one, Tensor other) {
    CompensatedSums sum = new CompensatedSums(1);
    double[] a = one.values();
    double[] b = other.values();
    for (int i = 0; i < a.length; i++) {
      sum.addProduct(0, a[i], b[i]);
    }
    return sum.get(0);
  }

  private static Tensor absolute(Tensor tensor) {
    return Tensor.of(Arrays.stream(tensor.values()).map(Math::abs).toArray(), tensor.shape());
  }

  private static boolean integers(Tensor tensor) {
    return Arrays.stream(tensor.values()).allMatch(value -> value == Math.rint(value));
  }
}
