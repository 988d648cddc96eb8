package org.conv4j.verify.run;

import java.util.List;
import org.conv4j.ConvDirection;
import org.conv4j.check.ConvCase;

/**
 * A case and what is asked of it.
 *
 * @param convCase the case
 * @param directions in their usual order; at least one, each one that the problem has
 */
public record PlannedCase(ConvCase convCase, List<ConvDirection> directions) {

  /** Copies the list. */
  public PlannedCase {
    directions = List.copyOf(directions);
  }
}
