package org.conv4j.verify.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.conv4j.ConvProblem;
import org.conv4j.check.ConvCase;
import org.conv4j.verify.framework.Frameworks;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/findings.md} to the suite of the same name. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FindingsTest {

  private static final Pattern REPRODUCTION =
      Pattern.compile("    \\./conv4j report --frameworks (\\S+) --case (\\S+) (.*)");
  private static final Pattern TIER = Pattern.compile("--tier (\\S+)");

  /** One depends on what oneDNN thinks of the processor; the other kills whoever meets it. */
  private static final Set<String> IN_NO_SUITE =
      Set.of("n1_c1024h7w7_k512r3s3/real", "n1_c4h6w12_k4r1s1_sh2sw2_nobias/integer");

  private static List<String> lines() throws IOException {
    return Files.readAllLines(Path.of("..", "docs", "findings.md"));
  }

  @Test
  void every_case_that_the_document_shows_is_in_the_suite() throws IOException {
    Set<String> suite = new TreeSet<>();
    Suites.named("findings", 1, 1).cases().forEach(each -> suite.add(withoutSeed(each)));
    Set<String> shown = new TreeSet<>();
    for (String line : lines()) {
      Matcher reproduction = REPRODUCTION.matcher(line);
      if (reproduction.matches()) {
        Matcher tier = TIER.matcher(reproduction.group(3));
        assertTrue(tier.find(), line);
        shown.add(ConvProblem.parse(reproduction.group(2)) + "/" + tier.group(1));
        for (String framework : reproduction.group(1).split(",")) {
          Frameworks.check(framework);
        }
      }
    }
    assertTrue(shown.size() >= 12, shown.toString());
    assertTrue(shown.removeAll(IN_NO_SUITE), shown.toString());
    suite.remove("n8_c1h40w3_k32r3s3_sh1sw2_nhwc/integer");
    assertEquals(suite, shown);
  }

  private static String withoutSeed(ConvCase each) {
    return each.problem() + "/" + each.tier().id();
  }

  @Test
  void the_table_leads_to_every_finding() throws IOException {
    Set<String> linked = new TreeSet<>();
    Set<String> headings = new TreeSet<>();
    Pattern link = Pattern.compile("^\\| \\[.*]\\(#(.*?)\\)");
    for (String line : lines()) {
      Matcher found = link.matcher(line);
      if (found.find()) {
        linked.add(found.group(1));
      }
      if (line.startsWith("### ")) {
        headings.add(
            line.substring(4).toLowerCase().replaceAll("[^a-z0-9 -]", "").replace(' ', '-'));
      }
    }
    headings.remove("suspected-and-found-right");
    assertEquals(headings, linked);
  }
}
