package org.conv4j.verify.report;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.check.Verdict;
import org.conv4j.verify.record.ReportRecord;

/**
 * One entry of the known differences: what goes wrong where, and why that is no news. Patterns are
 * globs: {@code *} stands for any characters, {@code ?} for one.
 *
 * @param id short and unique, the anchor of its explanation
 * @param cases glob over case ids ({@code notation/tier/seed}) or, without a slash, over notations
 * @param traits what the problem must have besides
 * @param framework glob over framework ids; an algorithm forced on it does not count
 * @param version glob over the framework's version
 * @param directions which results
 * @param verdicts how it goes wrong; right ones among them say that it goes wrong only sometimes,
 *     and that being right is no news
 * @param reason in one or two sentences, for readers of the report
 * @param link to more
 */
public record KnownDifference(
    String id,
    String cases,
    List<ProblemTrait> traits,
    String framework,
    String version,
    List<ConvDirection> directions,
    List<Verdict> verdicts,
    String reason,
    String link) {

  /** Checks that nothing is missing, and that there is a failure among the verdicts. */
  public KnownDifference {
    required("id", id);
    required("cases", cases);
    required("framework", framework);
    required("version", version);
    required("reason", reason);
    required("link", link);
    traits = traits == null ? List.of() : List.copyOf(traits);
    directions = List.copyOf(Objects.requireNonNull(directions, "'directions' is missing"));
    verdicts = List.copyOf(Objects.requireNonNull(verdicts, "'verdicts' is missing"));
    if (directions.isEmpty() || verdicts.isEmpty()) {
      throw new IllegalArgumentException(id + " names no direction or no verdict");
    }
    if (verdicts.stream().allMatch(Verdict::right)) {
      throw new IllegalArgumentException(id + " lists no failure");
    }
    for (Verdict verdict : verdicts) {
      if (!verdict.kills() && verdict != Verdict.SUSPECT && !verdict.right()) {
        throw new IllegalArgumentException(
            id + " lists " + verdict + ", which is neither a failure nor right");
      }
    }
  }

  @JsonCreator
  static KnownDifference ofJson(
      @JsonProperty("id") String id,
      @JsonProperty("cases") String cases,
      @JsonProperty(value = "traits", required = false) List<String> traits,
      @JsonProperty("framework") String framework,
      @JsonProperty("version") String version,
      @JsonProperty("directions") List<String> directions,
      @JsonProperty("verdicts") List<Verdict> verdicts,
      @JsonProperty("reason") String reason,
      @JsonProperty("link") String link) {
    return new KnownDifference(
        id,
        cases,
        traits == null ? List.of() : traits.stream().map(ProblemTrait::ofId).toList(),
        framework,
        version,
        directions == null ? null : directions.stream().map(ConvDirection::ofId).toList(),
        verdicts,
        reason,
        link);
  }

  /** Whether this entry speaks of that framework, case and direction. */
  public boolean speaksOf(
      ReportRecord.Case aCase, ReportRecord.Framework whose, ConvDirection direction) {
    return directions.contains(direction)
        && glob(framework, withoutAlgorithm(whose.id()))
        && glob(version, whose.version())
        && glob(cases, cases.contains("/") ? aCase.id() : aCase.notation())
        && hasTraits(aCase.notation());
  }

  private boolean hasTraits(String notation) {
    if (traits.isEmpty()) {
      return true;
    }
    ConvProblem problem = ConvProblem.parse(notation);
    return traits.stream().allMatch(trait -> trait.of(problem));
  }

  private static String withoutAlgorithm(String frameworkId) {
    int colon = frameworkId.indexOf(':');
    return colon < 0 || frameworkId.startsWith("exec:")
        ? frameworkId
        : frameworkId.substring(0, colon);
  }

  private static boolean glob(String pattern, String text) {
    StringBuilder regex = new StringBuilder();
    for (char c : pattern.toCharArray()) {
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(text).matches();
  }

  private static void required(String name, String value) {
    Objects.requireNonNull(value, () -> "'" + name + "' is missing");
    if (value.isBlank()) {
      throw new IllegalArgumentException("'" + name + "' is blank");
    }
  }
}
