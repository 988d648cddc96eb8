package org.conv4j.verify.mutant;

import java.util.List;
import java.util.stream.Stream;

/** The deliberately wrong convolutions that ship. */
public final class Mutants {

  private Mutants() {}

  /** The sixteen by which published test vectors are rated; new ones at every call. */
  public static List<Mutant> published() {
    return PublishedMutants.all();
  }

  /** All of them; new ones, without memory of earlier calls, at every call. */
  public static List<Mutant> all() {
    return Stream.of(
            PublishedMutants.all(),
            CornerMutants.all(),
            ArithmeticMutants.all(),
            DistortionMutants.all())
        .flatMap(List::stream)
        .toList();
  }

  /**
   * The mutant of that id, new.
   *
   * @throws IllegalArgumentException if there is none; the message lists the ids
   */
  public static Mutant named(String id) {
    return all().stream()
        .filter(mutant -> mutant.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown mutant '"
                        + id
                        + "': expected one of "
                        + String.join(", ", all().stream().map(Mutant::id).toList())));
  }
}
