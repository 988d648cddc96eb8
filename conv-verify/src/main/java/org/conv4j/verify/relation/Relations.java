package org.conv4j.verify.relation;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.conv4j.ConvProblem;

/** The relations that are tried. */
public final class Relations {

  /** The id of the relation that compares two engines. */
  public static final String THREADS = "threads";

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

  /** The ids of those. */
  public static List<String> ids() {
    return all().stream().map(Relation::id).toList();
  }

  /**
   * The one of that id that asks one engine only.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Relation named(String id) {
    return all().stream()
        .filter(relation -> relation.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no relation is called '" + id + "'"));
  }

  /** Whether the relation of that id, {@link #THREADS} among them, concerns {@code problem}. */
  public static boolean concerns(String id, ConvProblem problem) {
    return id.equals(THREADS) ? HAS_DATA.test(problem) : named(id).concerns(problem);
  }

  /**
   * The one that compares two engines.
   *
   * @param onOneThread the same framework, told to use one thread
   */
  public static Relation threads(Engine onOneThread) {
    return new Relation(
        THREADS,
        "Results do not depend on the number of threads.",
        HAS_DATA,
        experiment -> InvarianceRelations.threads(experiment, onOneThread));
  }
}
