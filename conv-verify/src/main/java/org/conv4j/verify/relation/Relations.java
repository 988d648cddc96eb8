package org.conv4j.verify.relation;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.conv4j.ConvProblem;

/** The relations that are tried. */
public final class Relations {

  private static final Predicate<ConvProblem> HAS_DATA =
      problem ->
          Stream.of(problem.inputShape(), problem.filterShape(), problem.outputShape())
              .noneMatch(shape -> List.of(shape[0], shape[1], shape[2], shape[3]).contains(0L));

  private Relations() {}

  /** All that ask one engine only, in the order of reports. */
  public static List<Relation> all() {
    return Stream.of(AlgebraicRelations.all(), GeometricRelations.all(), InvarianceRelations.all())
        .flatMap(List::stream)
        .map(relation -> relation.where(HAS_DATA))
        .toList();
  }

  /**
   * The one that compares two engines.
   *
   * @param onOneThread the same framework, told to use one thread
   */
  public static Relation threads(Engine onOneThread) {
    return new Relation(
        "threads",
        "Results do not depend on the number of threads.",
        HAS_DATA,
        experiment -> InvarianceRelations.threads(experiment, onOneThread));
  }
}
