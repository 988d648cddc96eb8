package org.conv4j.verify.report;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
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
 * @param cases globs over case ids ({@code notation/tier/seed}) or, without a slash, over
 *     notations; at least one. Of an op as a whole, whose notation is {@code OP of PROBLEM}, only
 *     those speak that name the op
 * @param traits what the problem must have besides; of an op as a whole, a convolution in it
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
    List<String> cases,
    List<ProblemTrait> traits,
    String framework,
    String version,
    List<ConvDirection> directions,
    List<Verdict> verdicts,
    String reason,
    String link) {

  /** Between an op and its convolutions, in the notation of an op as a whole. */
  private static final String OP = " of ";

  private static final String NEXT_CONVOLUTION = " then ";

  /** Checks that nothing is missing, and that there is a failure among the verdicts. */
  public KnownDifference {
    required("id", id);
    cases = List.copyOf(Objects.requireNonNull(cases, "'cases' is missing"));
    cases.forEach(pattern -> required("cases", pattern));
    required("framework", framework);
    required("version", version);
    required("reason", reason);
    required("link", link);
    traits = traits == null ? List.of() : List.copyOf(traits);
    directions = List.copyOf(Objects.requireNonNull(directions, "'directions' is missing"));
    verdicts = List.copyOf(Objects.requireNonNull(verdicts, "'verdicts' is missing"));
    if (cases.isEmpty() || directions.isEmpty() || verdicts.isEmpty()) {
      throw new IllegalArgumentException(id + " names no case, no direction or no verdict");
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
      @JsonProperty("cases") @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
          List<String> cases,
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
        && cases.stream().anyMatch(pattern -> covers(pattern, aCase))
        && hasTraits(aCase.notation());
  }

  private static boolean covers(String pattern, ReportRecord.Case aCase) {
    return pattern.contains(OP) == aCase.notation().contains(OP)
        && glob(pattern, pattern.contains("/") ? aCase.id() : aCase.notation());
  }

  private boolean hasTraits(String notation) {
    int op = notation.indexOf(OP);
    String convolutions = op < 0 ? notation : notation.substring(op + OP.length());
    return traits.isEmpty()
        || Arrays.stream(convolutions.split(NEXT_CONVOLUTION))
            .map(ConvProblem::parse)
            .anyMatch(problem -> traits.stream().allMatch(trait -> trait.of(problem)));
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
