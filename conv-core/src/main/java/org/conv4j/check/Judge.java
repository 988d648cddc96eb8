package org.conv4j.check;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.Operand;
import org.conv4j.Tensor;
import org.conv4j.reference.CompensatedReference;
import org.conv4j.reference.DirectReference;
import org.conv4j.reference.ReferenceConvolution;

/**
 * Says of the results of one case whether they are right. Expected results and gauges are computed
 * when first asked for, and kept. Safe for use by several threads; they wait for each other.
 *
 * <p>In the integer tier every element must equal the reference (-0 equals +0), after a check that
 * the data are such that every sum is exact. In the other tiers each element's r = |error| / (u *
 * gauge) must lie within the {@link ErrorBound}; the allowed error grows by n of the smallest
 * subnormals. NaN and infinities must stand where the reference has them. An element whose gauge
 * exceeds the largest finite number may overflow in one order of summation and not in another: it
 * is not judged.
 *
 * <p>A right result is MISTRUSTED if, of at least ten elements that some filter tap reaches, most
 * are zero, most cannot be judged, or all are equal.
 */
public final class Judge {

  private static final int FEW = 10;

  private final ConvProblem problem;
  private final Tier tier;
  private final Operands operands;
  private final Map<ConvDirection, Tensor> expected = new EnumMap<>(ConvDirection.class);
  private final Map<Gauge, Map<ConvDirection, Tensor>> gauges = new EnumMap<>(Gauge.class);

  /** A judge of that case, with the data of {@link OperandGenerator}. */
  public static Judge of(ConvCase convCase) {
    return new Judge(convCase.problem(), convCase.tier(), OperandGenerator.generate(convCase));
  }

  /**
   * A judge of results computed from {@code operands}, which must not change afterwards.
   *
   * @param operands shapes as the problem says; values representable in its element type
   */
  public Judge(ConvProblem problem, Tier tier, Operands operands) {
    this.problem = Objects.requireNonNull(problem, "problem");
    this.tier = Objects.requireNonNull(tier, "tier");
    this.operands = Objects.requireNonNull(operands, "operands");
  }

  /** What was computed. */
  public ConvProblem problem() {
    return problem;
  }

  /** With what kind of numbers. */
  public Tier tier() {
    return tier;
  }

  /** From what it was computed. */
  public Operands operands() {
    return operands;
  }

  /** The right result, in float64; not to be modified. */
  public synchronized Tensor expected(ConvDirection direction) {
    return expected.computeIfAbsent(
        direction, wanted -> Directions.compute(reference(), wanted, operands));
  }

  /** The {@link Gauge#DIRECT} gauge; not to be modified. */
  public Tensor gauge(ConvDirection direction) {
    return gauge(direction, Gauge.DIRECT);
  }

  /**
   * The gauge of that kind; not to be modified.
   *
   * @throws IllegalArgumentException if its algorithm does not exist for the problem
   */
  public synchronized Tensor gauge(ConvDirection direction, Gauge kind) {
    return gauges
        .computeIfAbsent(kind, none -> new EnumMap<>(ConvDirection.class))
        .computeIfAbsent(direction, wanted -> kind.of(problem, operands, wanted));
  }

  /** The verdict on a result of an algorithm that adds plain products. */
  public Judgement judge(ConvDirection direction, Tensor actual) {
    return judge(direction, actual, Gauge.DIRECT);
  }

  /**
   * The verdict on a result.
   *
   * @param actual in the problem's layouts; float32 results widened
   * @param kind what the algorithm adds up. A transform's integer results must be equal only where
   *     its own sums are exact, and lie within its own bound elsewhere
   */
  public Judgement judge(ConvDirection direction, Tensor actual, Gauge kind) {
    return judge(direction, actual, kind, null);
  }

  /**
   * The verdict on a result, judged against {@code published} numbers in place of the reference's.
   *
   * @param published null for the reference's
   */
  public Judgement judge(ConvDirection direction, Tensor actual, Gauge kind, Tensor published) {
    ErrorBound bound = ErrorBound.of(problem.terms(direction));
    long[] shape = direction.result().shape(problem);
    if (!Arrays.equals(actual.shape(), shape)) {
      return withoutElement(
          Verdict.FAIL,
          bound,
          "%s has shape %s, expected %s (%s)"
              .formatted(
                  direction.result().label(),
                  Arrays.toString(actual.shape()),
                  Arrays.toString(shape),
                  direction.result().axes(problem)));
    }
    Tensor wanted = published == null ? expected(direction) : published;
    Exactness exactness = tier == Tier.INTEGER ? exactness(direction, kind) : Exactness.NONE;
    if (exactness.objection() != null) {
      return withoutElement(Verdict.MISTRUSTED, bound, exactness.objection());
    }
    Comparison comparison =
        exactness.exact()
            ? new Comparison.Exact(
                problem.elementType(), bound, wanted, actual, () -> gauge(direction, kind))
            : new Comparison.Bounded(
                problem.elementType(),
                bound,
                wanted,
                actual,
                gauge(direction, kind),
                spread(direction, kind, wanted));
    Judgement judgement = comparison.judge();
    String doubt = judgement.verdict().right() ? doubt(direction, wanted, comparison) : null;
    return doubt == null
        ? judgement
        : new Judgement(
            Verdict.MISTRUSTED,
            judgement.terms(),
            judgement.ratio(),
            judgement.bound(),
            judgement.index(),
            judgement.expected(),
            judgement.actual(),
            doubt);
  }

  private ReferenceConvolution reference() {
    return problem.elementType() == ElementType.FLOAT32
        ? new DirectReference(problem)
        : new CompensatedReference(problem);
  }

  private static Judgement withoutElement(Verdict verdict, ErrorBound bound, String reason) {
    return new Judgement(
        verdict,
        bound.terms(),
        verdict == Verdict.FAIL ? Double.POSITIVE_INFINITY : 0,
        bound.pass(),
        null,
        Double.NaN,
        Double.NaN,
        reason);
  }

  /**
   * Whether results must be equal.
   *
   * @param objection why integer data prove nothing; null if they do
   */
  private record Exactness(boolean exact, String objection) {
    static final Exactness NONE = new Exactness(false, null);
    static final Exactness EXACT = new Exactness(true, null);
  }

  private Exactness exactness(ConvDirection direction, Gauge kind) {
    for (Operand operand : Directions.operands(problem, direction)) {
      for (double value : tensor(operand).values()) {
        if (value != Math.rint(value) || Double.isInfinite(value)) {
          return new Exactness(
              false, "%s holds %s, which is no integer".formatted(operand.label(), value));
        }
      }
    }
    long limit = problem.elementType().exactIntegers();
    return switch (kind) {
      case DIRECT -> {
        if (coarseGauge(direction) <= limit) {
          yield Exactness.EXACT;
        }
        double largest = largest(gauge(direction, kind));
        yield largest <= limit
            ? Exactness.EXACT
            : new Exactness(
                false,
                "sums of absolute values reach %.0f, above the %d up to which integers are exact"
                    .formatted(largest, limit));
      }
      case WINOGRAD2 ->
          new Exactness(
              direction == ConvDirection.BIAS_GRADIENT
                  ? coarseGauge(direction) <= limit
                  : 4 * largest(gauge(direction, kind)) <= limit,
              null);
      case WINOGRAD4 -> new Exactness(direction == ConvDirection.BIAS_GRADIENT, null);
    };
  }

  /** An upper bound of the direct gauge that needs no convolution. */
  private double coarseGauge(ConvDirection direction) {
    double product = 1;
    double offset = 0;
    for (Operand operand : Directions.operands(problem, direction)) {
      double largest = largest(tensor(operand));
      if (operand == Operand.BIAS) {
        offset = largest;
      } else {
        product *= largest;
      }
    }
    return product * problem.terms(direction) + offset;
  }

  private Tensor tensor(Operand operand) {
    return switch (operand) {
      case INPUT -> operands.input();
      case FILTER -> operands.filter();
      case BIAS -> operands.bias();
      case OUTPUT_GRADIENT -> operands.outputGradient();
      default -> throw new IllegalArgumentException(operand.label() + " is a result");
    };
  }

  private static double largest(Tensor tensor) {
    double largest = 0;
    for (double value : tensor.values()) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /**
   * The result with operands so large that a transform may overflow on them taken for infinite: not
   * finite in every element that one of them reaches.
   */
  private Tensor nearOverflow(ConvDirection direction, Gauge kind) {
    double largest = largestFinite() / kind.growth();
    return Directions.compute(
        new DirectReference(problem),
        direction,
        new Operands(
            withInfinities(operands.input(), largest),
            withInfinities(operands.filter(), largest),
            operands.bias(),
            withInfinities(operands.outputGradient(), largest)));
  }

  private static Tensor withInfinities(Tensor tensor, double largest) {
    Tensor copy = tensor.copy();
    double[] values = copy.values();
    for (int i = 0; i < values.length; i++) {
      if (Math.abs(values[i]) > largest) {
        values[i] = Math.copySign(Double.POSITIVE_INFINITY, values[i]);
      }
    }
    return copy;
  }

  private double largestFinite() {
    return problem.elementType() == ElementType.FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE;
  }

  /**
   * Whether a NaN or infinity of the same block may have spread to an offset; one that a transform
   * may have made by overflow counts, too.
   */
  private IntPredicate spread(ConvDirection direction, Gauge kind, Tensor wanted) {
    int tile = kind.tile(problem, direction);
    if (tile == 1) {
      return offset -> false;
    }
    LogicalAxes axes = LogicalAxes.of(problem, direction.result());
    double[] gauge = gauge(direction, kind).values();
    double[] nearOverflow = nearOverflow(direction, kind).values();
    double largest = largestFinite() / kind.growth();
    return offset -> {
      int firstRow = axes.position(2, offset) / tile * tile;
      int firstColumn = axes.position(3, offset) / tile * tile;
      for (int row = firstRow; row < Math.min(firstRow + tile, axes.size(2)); row++) {
        for (int column = firstColumn;
            column < Math.min(firstColumn + tile, axes.size(3));
            column++) {
          int neighbour =
              axes.offset(axes.position(0, offset), axes.position(1, offset), row, column);
          if (!Double.isFinite(wanted.values()[neighbour])
              || !Double.isFinite(nearOverflow[neighbour])
              || gauge[neighbour] > largest) {
            return true;
          }
        }
      }
      return false;
    };
  }

  /** Why a right result proves little; null if it does prove something. */
  private String doubt(ConvDirection direction, Tensor wanted, Comparison comparison) {
    if (wanted.size() < FEW) {
      return null;
    }
    Reach reach = Reach.of(problem, direction);
    int reached = 0;
    int judged = 0;
    int finite = 0;
    int zeros = 0;
    double first = Double.NaN;
    boolean varied = false;
    for (int offset = 0; offset < wanted.size(); offset++) {
      if (!reach.contains(offset)) {
        continue;
      }
      reached++;
      if (Double.isNaN(comparison.ratio(offset))) {
        continue;
      }
      judged++;
      double value = wanted.values()[offset];
      if (!Double.isFinite(value)) {
        continue;
      }
      varied |= finite > 0 && value != first;
      first = value;
      finite++;
      if (value == 0) {
        zeros++;
      }
    }
    if (reached >= FEW && 2 * judged < reached) {
      return "only %d of %d elements can be judged: the others may overflow"
          .formatted(judged, reached);
    }
    if (finite < FEW) {
      return null;
    }
    if (2 * zeros > finite) {
      return "equal, but %d of %d elements are zero".formatted(zeros, finite);
    }
    return varied ? null : "equal, but all %d elements are %s".formatted(finite, first);
  }
}
