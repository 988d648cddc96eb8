package org.conv4j.verify.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.conv4j.check.ConvCase;
import org.conv4j.check.ProblemGenerator;
import org.conv4j.check.Tier;

/** The suites that ship. */
public final class Suites {

  /** The suite of a report that names none. */
  public static final String DEFAULT = "smoke";

  /** Problems on which relations between results are checked. */
  public static final String RELATIONS = "relations";

  private static final String RANDOM = "random";
  private static final String FULL = "full";

  /** Small problems of all kinds, each a text file. */
  static final List<String> FILES =
      List.of(
          "seed",
          DEFAULT,
          "basic",
          "tails",
          "padding",
          "dilated",
          "grouped",
          "depthwise",
          "small-spatial",
          "large-padding",
          "degenerate",
          "findings",
          RELATIONS);

  private Suites() {}

  /** The names, in the order in which they are listed. */
  public static List<String> names() {
    return Stream.of(FILES, NetworkSuite.NAMES, List.of(RANDOM, FULL))
        .flatMap(List::stream)
        .toList();
  }

  /**
   * The suite of that name.
   *
   * @param seed of the data, and of random problems
   * @param cases number of cases of {@code random}; at least 1. The other suites have their own
   * @throws IllegalArgumentException if there is no such suite (the message lists the names), or
   *     {@code cases} is below 1
   */
  public static Suite named(String name, long seed, int cases) {
    if (FILES.contains(name)) {
      return SuiteFile.read(name, seed);
    }
    if (NetworkSuite.NAMES.contains(name)) {
      return NetworkSuite.read(name, seed);
    }
    if (name.equals(FULL)) {
      return FullSuite.of(seed);
    }
    if (!name.equals(RANDOM)) {
      throw new IllegalArgumentException(
          "unknown suite '" + name + "': expected one of " + String.join(", ", names()));
    }
    if (cases < 1) {
      throw new IllegalArgumentException(
          "suite random of " + cases + " cases: it must have at least 1");
    }
    return random(seed, cases);
  }

  private static Suite random(long seed, int cases) {
    List<ConvCase> chosen = new ArrayList<>();
    ProblemGenerator generator = ProblemGenerator.standard();
    for (int number = 0; number < cases; number++) {
      Tier tier = number % 2 == 0 ? Tier.INTEGER : Tier.REAL;
      chosen.add(new ConvCase(generator.problem(seed, number), tier, seed + number));
    }
    return new Suite(
        RANDOM, "Random problems of all kinds, half in integers and half in real numbers.", chosen);
  }
}
