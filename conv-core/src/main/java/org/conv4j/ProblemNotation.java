package org.conv4j;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one-line name of a {@link ConvProblem}, for instance {@code
 * n8_c64h56w56_k128r3s3_sh2sw2_same}.
 *
 * <pre>
 * n8_c64h56w56_k128r3s3     batch; input channels, height, width; output channels, kernel height, width
 * _g2                       groups                          (1)
 * _sh2sw2                   stride                          (1)
 * _pt1pb1pl1pr1             padding top, bottom, left, right (0)
 * _same, _samelower         padding by rule
 * _dh2dw2                   dilation                        (1)
 * _nhwc                     tensor layout                   (NCHW)
 * _hwio, _ohwi              filter layout                   (OIHW)
 * _nobias                   no bias                         (bias)
 * _f64                      float64                         (float32)
 * </pre>
 *
 * Printing is canonical: this order, defaults left out. Parsing accepts the optional parts in any
 * order, each once; {@code parse(print(p))} equals {@code p}.
 */
public final class ProblemNotation {

  private static final Pattern SIZES =
      Pattern.compile("n(-?\\d+)_c(-?\\d+)h(-?\\d+)w(-?\\d+)_k(-?\\d+)r(-?\\d+)s(-?\\d+)(_.*)?");
  private static final Pattern GROUPS = Pattern.compile("g(-?\\d+)");
  private static final Pattern STRIDE = Pattern.compile("sh(-?\\d+)sw(-?\\d+)");
  private static final Pattern DILATION = Pattern.compile("dh(-?\\d+)dw(-?\\d+)");
  private static final Pattern SIDES = Pattern.compile("pt(-?\\d+)pb(-?\\d+)pl(-?\\d+)pr(-?\\d+)");

  private ProblemNotation() {}

  /** The canonical notation of {@code problem}. */
  public static String print(ConvProblem problem) {
    StringBuilder line = new StringBuilder();
    line.append('n').append(problem.batch());
    line.append("_c").append(problem.inputChannels());
    line.append('h').append(problem.inputSize().height());
    line.append('w').append(problem.inputSize().width());
    line.append("_k").append(problem.outputChannels());
    line.append('r').append(problem.kernel().height());
    line.append('s').append(problem.kernel().width());
    if (problem.groups() != 1) {
      line.append("_g").append(problem.groups());
    }
    appendPair(line, "sh", "sw", problem.stride());
    if (problem.padding() instanceof Padding.Explicit explicit) {
      Sides sides = explicit.sides();
      if (!sides.equals(Sides.NONE)) {
        line.append("_pt").append(sides.top()).append("pb").append(sides.bottom());
        line.append("pl").append(sides.left()).append("pr").append(sides.right());
      }
    } else {
      line.append(problem.padding() == Padding.Same.UPPER ? "_same" : "_samelower");
    }
    appendPair(line, "dh", "dw", problem.dilation());
    if (problem.layout() == TensorLayout.NHWC) {
      line.append("_nhwc");
    }
    switch (problem.filterLayout()) {
      case OIHW -> {}
      case HWIO -> line.append("_hwio");
      case OHWI -> line.append("_ohwi");
    }
    if (!problem.bias()) {
      line.append("_nobias");
    }
    if (problem.elementType() == ElementType.FLOAT64) {
      line.append("_f64");
    }
    return line.toString();
  }

  /**
   * The problem that {@code notation} names.
   *
   * @throws ConvShapeException if it is not a notation, or not a valid problem
   */
  public static ConvProblem parse(String notation) {
    Objects.requireNonNull(notation, "notation");
    Matcher sizes = SIZES.matcher(notation);
    if (!sizes.matches()) {
      throw new ConvShapeException(
          "'" + notation + "' is no problem notation: expected for instance n8_c64h56w56_k128r3s3");
    }
    ConvProblem.Builder builder =
        ConvProblem.builder()
            .input(number(sizes, 1), number(sizes, 2), number(sizes, 3), number(sizes, 4))
            .filter(number(sizes, 5), number(sizes, 6), number(sizes, 7));
    if (sizes.group(8) != null) {
      Set<String> seen = new HashSet<>();
      for (String part : sizes.group(8).substring(1).split("_", -1)) {
        String kind = apply(part, builder, notation);
        if (!seen.add(kind)) {
          throw new ConvShapeException("'" + notation + "' gives the " + kind + " twice");
        }
      }
    }
    return builder.build();
  }

  /** Applies one optional part and returns what it sets. */
  private static String apply(String part, ConvProblem.Builder builder, String notation) {
    Matcher matcher;
    if ((matcher = GROUPS.matcher(part)).matches()) {
      builder.groups(number(matcher, 1));
      return "groups";
    }
    if ((matcher = STRIDE.matcher(part)).matches()) {
      builder.stride(number(matcher, 1), number(matcher, 2));
      return "stride";
    }
    if ((matcher = DILATION.matcher(part)).matches()) {
      builder.dilation(number(matcher, 1), number(matcher, 2));
      return "dilation";
    }
    if ((matcher = SIDES.matcher(part)).matches()) {
      builder.padding(
          Padding.of(
              number(matcher, 1), number(matcher, 2), number(matcher, 3), number(matcher, 4)));
      return "padding";
    }
    switch (part) {
      case "same" -> {
        builder.padding(Padding.same());
        return "padding";
      }
      case "samelower" -> {
        builder.padding(Padding.sameLower());
        return "padding";
      }
      case "nhwc" -> {
        builder.layout(TensorLayout.NHWC);
        return "tensor layout";
      }
      case "hwio" -> {
        builder.filterLayout(FilterLayout.HWIO);
        return "filter layout";
      }
      case "ohwi" -> {
        builder.filterLayout(FilterLayout.OHWI);
        return "filter layout";
      }
      case "nobias" -> {
        builder.bias(false);
        return "bias";
      }
      case "f64" -> {
        builder.elementType(ElementType.FLOAT64);
        return "element type";
      }
      default ->
          throw new ConvShapeException("'" + notation + "' has an unknown part '" + part + "'");
    }
  }

  private static void appendPair(StringBuilder line, String first, String second, Extent pair) {
    if (!pair.equals(Extent.square(1))) {
      line.append('_').append(first).append(pair.height()).append(second).append(pair.width());
    }
  }

  private static long number(Matcher matcher, int group) {
    try {
      return Long.parseLong(matcher.group(group));
    } catch (NumberFormatException tooLong) {
      throw new ConvShapeException(
          matcher.group(group) + " in '" + matcher.group() + "' does not fit 64 bits");
    }
  }
}
