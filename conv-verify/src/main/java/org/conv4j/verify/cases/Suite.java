package org.conv4j.verify.cases;

import java.util.List;
import java.util.Objects;
import org.conv4j.check.ConvCase;
import org.conv4j.check.Tier;

/**
 * A named list of cases.
 *
 * @param name as on the command line
 * @param description what it is for, in one sentence
 * @param cases in the order in which they run; no case twice
 */
public record Suite(String name, String description, List<ConvCase> cases) {

  /** Copies the list. */
  public Suite {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(description, "description");
    cases = List.copyOf(cases);
  }

  /** The same problems and seeds, each once, in one tier. */
  public Suite inTier(Tier tier) {
    return new Suite(
        name,
        description,
        cases.stream()
            .map(each -> new ConvCase(each.problem(), tier, each.seed()))
            .distinct()
            .toList());
  }
}
