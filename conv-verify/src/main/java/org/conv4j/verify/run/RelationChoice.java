package org.conv4j.verify.run;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which relations between results a run tries. */
public enum RelationChoice {
  /** None. */
  NONE,
  /** Each on two small problems that it concerns. */
  FEW,
  /** Each on every problem of the run that it concerns, and with one thread, too. */
  ALL;

  /** The name on the command line. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The choice of that name.
   *
   * @throws IllegalArgumentException if there is none; the message lists the names
   */
  public static RelationChoice ofId(String id) {
    return Arrays.stream(values())
        .filter(choice -> choice.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown choice '"
                        + id
                        + "': expected "
                        + Arrays.stream(values())
                            .map(RelationChoice::id)
                            .collect(Collectors.joining(", "))));
  }
}
