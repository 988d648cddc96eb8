package org.conv4j.junit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.Tensor;
import org.conv4j.check.Directions;
import org.conv4j.check.Gauge;
import org.conv4j.check.Judgement;
import org.conv4j.check.Verdict;

/**
 * One result to be checked.
 *
 * @param subject what computes it
 * @param numbers from which
 * @param direction which of the results
 */
record Check(Subject subject, Numbers numbers, ConvDirection direction) {

  /** All directions of {@code numbers}. */
  static List<Check> of(Subject subject, Numbers numbers) {
    return Directions.of(numbers.judge().problem()).stream()
        .map(direction -> new Check(subject, numbers, direction))
        .toList();
  }

  /** What is checked, in a few words. */
  String title() {
    return "%s, %s, %s".formatted(subject.label(), direction.id(), numbers.name());
  }

  /** What is wrong, over several lines; empty if nothing is. */
  Optional<String> complaint() {
    Tensor actual;
    try {
      actual = subject.compute(direction, numbers.judge().operands());
    } catch (RuntimeException failure) {
      return Optional.of(text(List.of("gave no result: " + failure)));
    }
    Judgement judgement = judged(actual);
    return judgement.verdict() == Verdict.FAIL || judgement.verdict() == Verdict.SUSPECT
        ? Optional.of(text(lines(judgement)))
        : Optional.empty();
  }

  /**
   * By the bound of a plain sum, or of a transform where one may have computed it. What proves
   * little is no complaint: the integers, which never do, are checked beside it.
   */
  private Judgement judged(Tensor actual) {
    Judgement direct = numbers.judge().judge(direction, actual);
    if (direct.verdict() != Verdict.FAIL && direct.verdict() != Verdict.SUSPECT) {
      return direct;
    }
    for (Gauge gauge : transforms()) {
      Judgement judgement = numbers.judge().judge(direction, actual, gauge);
      if (judgement.verdict().right()) {
        return judgement;
      }
    }
    return direct;
  }

  private List<Gauge> transforms() {
    List<Gauge> gauges = new ArrayList<>();
    gauges.add(Gauge.WINOGRAD2);
    if ("allow".equalsIgnoreCase(System.getProperty("conv4j.transforms"))) {
      gauges.add(Gauge.WINOGRAD4);
    }
    gauges.removeIf(gauge -> !gauge.applies(problem()));
    return gauges;
  }

  private List<String> lines(Judgement judgement) {
    List<String> lines = new ArrayList<>();
    if (judgement.index() != null) {
      lines.add(
          "element   %s of %s (%s)"
              .formatted(
                  Arrays.toString(judgement.index()),
                  Arrays.toString(direction.result().shape(problem())),
                  direction.result().axes(problem())));
      lines.add("expected  " + number(judgement.expected()));
      lines.add("actual    " + number(judgement.actual()));
    }
    lines.add("bound     " + bound(judgement));
    lines.add("why       " + judgement.reason());
    return lines;
  }

  private String bound(Judgement judgement) {
    return judgement.bound() == 0
        ? "equal: sums of these integers are exact in any order"
        : "|error| <= %.4g * u * gauge, with n = %d terms and u = 2^%d; found %.4g"
            .formatted(
                judgement.bound(),
                judgement.terms(),
                Math.getExponent(problem().elementType().unitRoundoff()),
                judgement.ratio());
  }

  private String number(double value) {
    return problem().elementType() == ElementType.FLOAT32
        ? "%s (%s)".formatted(value, Float.toHexString((float) value))
        : "%s (%s)".formatted(value, Double.toHexString(value));
  }

  private String text(List<String> findings) {
    List<String> lines = new ArrayList<>();
    lines.add(title());
    lines.add("problem   " + problem());
    lines.addAll(findings);
    lines.add(
        numbers.caseId() == null
            ? "repeat    with the same parameters and input; or the problem alone:"
                + " ./conv4j report --frameworks all --case "
                + problem()
            : "repeat    ./conv4j report --frameworks all --case %s --direction %s"
                .formatted(numbers.caseId(), direction.id()));
    return String.join("\n    ", lines);
  }

  private ConvProblem problem() {
    return numbers.judge().problem();
  }
}
