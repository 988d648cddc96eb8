package org.conv4j.verify.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.ConvShapeException;
import org.conv4j.Operand;
import org.conv4j.Padding;
import org.conv4j.Sides;
import org.conv4j.Tensor;
import org.conv4j.TensorLayout;
import org.conv4j.check.Operands;
import org.conv4j.verify.InputException;

/** Makes a {@link TestVector} of the keys of one, refusing what is missing or contradictory. */
final class VectorParser {

  private static final long[] ONES = {1, 1};

  private final Fields fields;
  private final String id;
  private final VectorOp op;
  private final TensorLayout layout;

  private VectorParser(Fields fields, String id) {
    this.fields = fields;
    this.id = id;
    this.op = op();
    this.layout = layout();
  }

  /**
   * The vector that {@code fields} describe.
   *
   * @throws InputException naming the vector, the numbers and the rule that failed
   */
  static TestVector parse(Fields fields, String id) {
    try {
      return new VectorParser(fields, id).parse();
    } catch (ConvShapeException noProblem) {
      throw new InputException(fields.where() + ": " + noProblem.getMessage(), noProblem);
    } catch (ArithmeticException overflow) {
      throw new InputException(fields.where() + ": sizes overflow 64 bits", overflow);
    }
  }

  private TestVector parse() {
    return op == VectorOp.SEPARABLE_CONV2D ? separable() : oneConvolution();
  }

  private TestVector oneConvolution() {
    long[] inputShape = shape("input", "x_shape", "dx_shape", axesOfTensors()).orElseThrow();
    Filter filter = filter("w_layout", "w_shape", "dw_shape");
    boolean bias =
        op.directions().contains(ConvDirection.FORWARD) && fields.has("bias")
            || op.directions().contains(ConvDirection.BIAS_GRADIENT) && fields.has("db");
    ConvProblem problem = problem(inputShape, filter, bias);
    checkOutputShape(problem);

    Map<ConvDirection, Tensor> expected = expected(problem, filter);
    Set<Operand> needed = needed(expected.keySet());
    Operands operands =
        new Operands(
            operand("x", problem, Operand.INPUT, needed),
            filterOperand("w", problem, filter, needed),
            bias ? biasOperand(problem) : null,
            operand("dy", problem, Operand.OUTPUT_GRADIENT, needed));
    return new TestVector.OneConvolution(id, problem, operands, expected, agreement());
  }

  private TestVector separable() {
    Filter filter = filter("w_layout", "w_shape", "dw_shape");
    Filter second = filter("w2_layout", "w2_shape", "dw2_shape");
    long[] inputShape = shape("input", "x_shape", "dx_shape", axesOfTensors()).orElseThrow();
    ConvProblem depthwise = problem(inputShape, filter, false);
    FilterOrder.Sizes sizes = second.sizes();
    if (sizes.kernel().height() != 1 || sizes.kernel().width() != 1) {
      throw fields.wrong("'w2' has a kernel of " + sizes.kernel() + ": a pointwise one is 1 x 1");
    }
    if (sizes.inputChannelsPerGroup() != depthwise.outputChannels()) {
      throw fields.wrong(
          "'w2' takes %d channels: the depthwise stage gives %d"
              .formatted(sizes.inputChannelsPerGroup(), depthwise.outputChannels()));
    }
    ConvProblem pointwise =
        ConvProblem.builder()
            .input(
                depthwise.batch(),
                depthwise.outputChannels(),
                depthwise.outputSize().height(),
                depthwise.outputSize().width())
            .filter(sizes.outputChannels(), 1, 1)
            .layout(layout)
            .filterLayout(second.order().layout())
            .bias(fields.has("bias"))
            .build();
    checkOutputShape(pointwise);
    Set<Operand> all = EnumSet.allOf(Operand.class);
    return new TestVector.Separable(
        id,
        depthwise,
        operand("x", depthwise, Operand.INPUT, all),
        filterOperand("w", depthwise, filter, all),
        pointwise,
        filterOperand("w2", pointwise, second, all),
        pointwise.bias() ? biasOperand(pointwise) : null,
        result("y", pointwise, Operand.OUTPUT)
            .orElseThrow(() -> fields.wrong("key 'y' is missing: the result of " + op.key())),
        agreement());
  }

  private VectorOp op() {
    String key = fields.text("op");
    return VectorOp.of(key)
        .orElseThrow(
            () -> fields.wrong("unknown op '" + key + "': expected one of " + VectorOp.names()));
  }

  private TensorLayout layout() {
    String name = fields.text("layout");
    return Arrays.stream(TensorLayout.values())
        .filter(candidate -> candidate.name().equals(name))
        .findFirst()
        .orElseThrow(() -> fields.wrong("unknown layout '" + name + "': expected NHWC or NCHW"));
  }

  /** A filter's shape and how its axes are ordered. */
  private record Filter(String shapeKey, FilterOrder order, long[] shape) {
    FilterOrder.Sizes sizes() {
      return order.sizes(shape);
    }
  }

  private Filter filter(String orderKey, String shapeKey, String gradientShapeKey) {
    String letters = fields.text(orderKey);
    FilterOrder order;
    try {
      order = FilterOrder.parse(letters);
    } catch (IllegalArgumentException unknown) {
      throw fields.wrong("unknown " + orderKey + " " + unknown.getMessage());
    }
    long[] shape = shape("filter", shapeKey, gradientShapeKey, letters).orElseThrow();
    return new Filter(shapeKey, order, shape);
  }

  private String axesOfTensors() {
    return "layout " + layout;
  }

  /** A shape that goes by either of two keys, one of them at least; both must agree. */
  private Optional<long[]> shape(String what, String key, String otherKey, String axes) {
    Optional<long[]> shape = optionalShape(key, otherKey, axes);
    if (shape.isEmpty()) {
      throw fields.wrong("key '" + key + "' is missing: the shape of the " + what);
    }
    return shape;
  }

  private Optional<long[]> optionalShape(String key, String otherKey, String axes) {
    Optional<long[]> one = fields.shape(key, axes);
    Optional<long[]> other = fields.shape(otherKey, axes);
    if (one.isPresent() && other.isPresent() && !Arrays.equals(one.get(), other.get())) {
      throw fields.wrong(
          "'%s' is %s and '%s' is %s: they must be equal"
              .formatted(key, Arrays.toString(one.get()), otherKey, Arrays.toString(other.get())));
    }
    return one.or(() -> other);
  }

  private ConvProblem problem(long[] inputShape, Filter filter, boolean bias) {
    long[] input = layout.toNchw(inputShape);
    FilterOrder.Sizes sizes = filter.sizes();
    long groups = groups(input[1], filter);
    if (Math.multiplyExact(sizes.inputChannelsPerGroup(), groups) != input[1]) {
      throw fields.wrong(
          "'%s' takes %d input channels per group in %d groups = %d: the input has %d"
              .formatted(
                  filter.shapeKey(),
                  sizes.inputChannelsPerGroup(),
                  groups,
                  sizes.inputChannelsPerGroup() * groups,
                  input[1]));
    }
    long[] stride = fields.pair("stride").orElse(ONES);
    long[] dilation = fields.pair("dilation").orElse(ONES);
    ConvProblem.Builder builder =
        ConvProblem.builder()
            .input(input[0], input[1], input[2], input[3])
            .filter(sizes.outputChannels(), sizes.kernel().height(), sizes.kernel().width())
            .stride(stride[0], stride[1])
            .dilation(dilation[0], dilation[1])
            .groups(groups)
            .layout(layout)
            .filterLayout(filter.order().layout())
            .bias(bias);
    return padded(builder);
  }

  private long groups(long inputChannels, Filter filter) {
    long depthwise = filter.sizes().depthwiseChannels();
    boolean isDepthwise = filter.order() instanceof FilterOrder.Depthwise;
    if (isDepthwise && depthwise != inputChannels) {
      throw fields.wrong(
          "'%s' is for %d channels: the input has %d"
              .formatted(filter.shapeKey(), depthwise, inputChannels));
    }
    long groups =
        fields
            .find("groups")
            .map(node -> fields.integer("groups", node))
            .orElse(isDepthwise ? inputChannels : 1);
    if (isDepthwise && groups != inputChannels) {
      throw fields.wrong(
          "'groups' is %d: w_layout HWCM is depthwise and needs %d, the input channels"
              .formatted(groups, inputChannels));
    }
    return groups;
  }

  /** With the rule where there is one, so that it can be checked against the numbers. */
  private ConvProblem padded(ConvProblem.Builder builder) {
    Optional<Sides> numbers = fields.find("pad").map(this::sides);
    String rule =
        fields.has("padding")
            ? fields.text("padding").toUpperCase(Locale.ROOT)
            : numbers.isPresent() ? "EXPLICIT" : "";
    Padding padding =
        switch (rule) {
          case "VALID" -> Padding.valid();
          case "SAME", "SAME_UPPER" -> Padding.same();
          case "SAME_LOWER" -> Padding.sameLower();
          case "EXPLICIT" ->
              new Padding.Explicit(
                  numbers.orElseThrow(
                      () -> fields.wrong("key 'pad' is missing: padding EXPLICIT needs it")));
          case "" -> throw fields.wrong("keys 'padding' and 'pad' are both missing");
          default ->
              throw fields.wrong(
                  "unknown padding '"
                      + rule
                      + "': expected VALID, SAME, SAME_UPPER, SAME_LOWER or EXPLICIT");
        };
    ConvProblem problem = builder.padding(padding).build();
    if (numbers.isPresent() && !numbers.get().equals(problem.sides())) {
      throw fields.wrong(
          "'pad' is %s: padding %s comes to %s"
              .formatted(shown(numbers.get()), rule, shown(problem.sides())));
    }
    return problem;
  }

  private Sides sides(JsonNode node) {
    if (!node.isArray() || node.size() != 2) {
      throw fields.wrong(
          "'pad' is " + Fields.shown(node) + ": expected [[top, bottom], [left, right]]");
    }
    long[] vertical = fields.integers("pad", node.get(0), 2, "top, bottom");
    long[] horizontal = fields.integers("pad", node.get(1), 2, "left, right");
    return new Sides(vertical[0], vertical[1], horizontal[0], horizontal[1]);
  }

  private static String shown(Sides sides) {
    return "[[%d, %d], [%d, %d]]"
        .formatted(sides.top(), sides.bottom(), sides.left(), sides.right());
  }

  private void checkOutputShape(ConvProblem problem) {
    long[] computed = problem.outputShape();
    optionalShape("y_shape", "dy_shape", axesOfTensors())
        .filter(given -> !Arrays.equals(given, computed))
        .ifPresent(
            given -> {
              throw fields.wrong(
                  "output shape is %s: input %s, kernel %s, stride %s, padding %s and dilation %s give %s"
                      .formatted(
                          Arrays.toString(given),
                          problem.inputSize(),
                          problem.kernel(),
                          problem.stride(),
                          shown(problem.sides()),
                          problem.dilation(),
                          Arrays.toString(computed)));
            });
  }

  private Map<ConvDirection, Tensor> expected(ConvProblem problem, Filter filter) {
    Map<ConvDirection, Tensor> expected = new EnumMap<>(ConvDirection.class);
    for (ConvDirection direction : op.directions()) {
      if (direction == ConvDirection.BIAS_GRADIENT && !problem.bias()) {
        continue;
      }
      Optional<Tensor> result =
          switch (direction) {
            case FORWARD -> result("y", problem, Operand.OUTPUT);
            case INPUT_GRADIENT -> result("dx", problem, Operand.INPUT_GRADIENT);
            case FILTER_GRADIENT -> filterResult("dw", problem, filter);
            case BIAS_GRADIENT -> result("db", problem, Operand.BIAS_GRADIENT);
          };
      result.ifPresent(tensor -> expected.put(direction, tensor));
    }
    if (expected.isEmpty()) {
      throw fields.wrong(
          "no result is given: "
              + op.key()
              + " has "
              + String.join(", ", op.directions().stream().map(VectorParser::resultKey).toList()));
    }
    return expected;
  }

  private static String resultKey(ConvDirection direction) {
    return switch (direction) {
      case FORWARD -> "y";
      case INPUT_GRADIENT -> "dx";
      case FILTER_GRADIENT -> "dw";
      case BIAS_GRADIENT -> "db";
    };
  }

  private static Set<Operand> needed(Set<ConvDirection> directions) {
    Set<Operand> needed = EnumSet.noneOf(Operand.class);
    for (ConvDirection direction : directions) {
      needed.addAll(
          switch (direction) {
            case FORWARD -> EnumSet.of(Operand.INPUT, Operand.FILTER);
            case INPUT_GRADIENT -> EnumSet.of(Operand.FILTER, Operand.OUTPUT_GRADIENT);
            case FILTER_GRADIENT -> EnumSet.of(Operand.INPUT, Operand.OUTPUT_GRADIENT);
            case BIAS_GRADIENT -> EnumSet.of(Operand.OUTPUT_GRADIENT);
          });
    }
    return needed;
  }

  private Tensor operand(String key, ConvProblem problem, Operand operand, Set<Operand> needed) {
    long[] shape = operand.shape(problem);
    return values(key, shape, needed.contains(operand))
        .map(values -> Tensor.of(values, shape))
        .orElseGet(() -> Tensor.zeros(shape));
  }

  private Tensor filterOperand(
      String key, ConvProblem problem, Filter filter, Set<Operand> needed) {
    long[] shape = problem.filterShape();
    return values(key, shape, needed.contains(Operand.FILTER))
        .map(values -> Tensor.of(filter.order().arrange(values, filter.shape()), shape))
        .orElseGet(() -> Tensor.zeros(shape));
  }

  private Tensor biasOperand(ConvProblem problem) {
    return operand("bias", problem, Operand.BIAS, EnumSet.noneOf(Operand.class));
  }

  /** Values as float32; absent where not needed, or where there are none to give. */
  private Optional<double[]> values(String key, long[] shape, boolean needed) {
    long size = size(shape);
    Optional<double[]> values = fields.numbers(key, size, "shape " + Arrays.toString(shape));
    if (values.isEmpty() && needed && size > 0) {
      throw fields.wrong("key '" + key + "' is missing: " + op.key() + " needs it");
    }
    values.ifPresent(numbers -> roundToFloat(key, numbers));
    return values;
  }

  private void roundToFloat(String key, double[] numbers) {
    for (int i = 0; i < numbers.length; i++) {
      float rounded = (float) numbers[i];
      if (Float.isInfinite(rounded) && !Double.isInfinite(numbers[i])) {
        throw fields.wrong(
            "'%s' holds %s at %d: it does not fit float32".formatted(key, numbers[i], i));
      }
      numbers[i] = rounded;
    }
  }

  private Optional<Tensor> result(String key, ConvProblem problem, Operand operand) {
    long[] shape = operand.shape(problem);
    return resultValues(key, shape).map(values -> Tensor.of(values, shape));
  }

  private Optional<Tensor> filterResult(String key, ConvProblem problem, Filter filter) {
    long[] shape = problem.filterShape();
    return resultValues(key, shape)
        .map(values -> Tensor.of(filter.order().arrange(values, filter.shape()), shape));
  }

  /** A result with no elements may be left out where the operation has no other. */
  private Optional<double[]> resultValues(String key, long[] shape) {
    long size = size(shape);
    Optional<double[]> values = fields.numbers(key, size, "shape " + Arrays.toString(shape));
    boolean nothingToGive = size == 0 && op.directions().size() == 1;
    return nothingToGive ? Optional.of(values.orElse(new double[0])) : values;
  }

  private static long size(long[] shape) {
    long size = 1;
    for (long axis : shape) {
      size = Math.multiplyExact(size, axis);
    }
    return size;
  }

  private Agreement agreement() {
    Optional<JsonNode> tolerance = fields.find("atol");
    if (fields.flag("exact_integers")) {
      return new Agreement.Exact();
    }
    if (tolerance.isEmpty()) {
      return new Agreement.Rounding();
    }
    double atol = tolerance.get().isNumber() ? tolerance.get().doubleValue() : Double.NaN;
    if (!(atol >= 0 && Double.isFinite(atol))) {
      throw fields.wrong(
          "'atol' is " + Fields.shown(tolerance.get()) + ": expected a number of at least 0");
    }
    return new Agreement.Absolute(atol);
  }
}
