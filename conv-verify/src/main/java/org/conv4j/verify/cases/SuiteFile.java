package org.conv4j.verify.cases;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.conv4j.check.ConvCase;
import org.conv4j.check.Tier;

/**
 * Reads a suite from a text file: one problem notation a line, in the integer and the real tier
 * unless a tier follows as {@code notation/tier}. Blank lines and lines that start with {@code #}
 * mean nothing, except the first line, which is the description.
 */
final class SuiteFile {

  private static final String COMMENT = "#";

  private SuiteFile() {}

  static Suite read(String name, long seed) {
    return read(name, name + ".txt", seed);
  }

  /**
   * The suite in a file.
   *
   * @param file a resource, relative to this package unless it starts with a slash
   */
  static Suite read(String name, String file, long seed) {
    try (InputStream stream = SuiteFile.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalStateException("suite file " + file + " is missing from the class path");
      }
      BufferedReader reader =
          new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
      return parse(name, reader.lines().toList(), seed);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static Suite parse(String name, List<String> lines, long seed) {
    if (lines.isEmpty() || !lines.get(0).startsWith(COMMENT)) {
      throw new IllegalArgumentException(
          "suite " + name + " has no description: the first line must start with #");
    }
    List<ConvCase> cases = new ArrayList<>();
    for (String line : lines) {
      String text = line.strip();
      if (!text.isEmpty() && !text.startsWith(COMMENT)) {
        cases.addAll(cases(text, seed));
      }
    }
    return new Suite(name, lines.get(0).substring(COMMENT.length()).strip(), cases);
  }

  private static List<ConvCase> cases(String line, long seed) {
    ConvCase parsed = ConvCase.parse(line);
    List<Tier> tiers =
        line.contains("/") ? List.of(parsed.tier()) : List.of(Tier.INTEGER, Tier.REAL);
    return tiers.stream().map(tier -> new ConvCase(parsed.problem(), tier, seed)).toList();
  }
}
