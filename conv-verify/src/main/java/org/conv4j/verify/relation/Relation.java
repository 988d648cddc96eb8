package org.conv4j.verify.relation;

import java.util.function.Consumer;
import java.util.function.Predicate;
import org.conv4j.ConvProblem;
import org.conv4j.check.Verdict;

/** Something that holds between the results of an engine, if they are right. Immutable. */
public final class Relation {

  private final String id;
  private final String statement;
  private final Predicate<ConvProblem> concerned;
  private final Consumer<Experiment> trial;

  Relation(
      String id, String statement, Predicate<ConvProblem> concerned, Consumer<Experiment> trial) {
    this.id = id;
    this.statement = statement;
    this.concerned = concerned;
    this.trial = trial;
  }

  /** The same, said of fewer problems. */
  Relation where(Predicate<ConvProblem> condition) {
    return new Relation(id, statement, condition.and(concerned), trial);
  }

  /**
   * What a trial found.
   *
   * @param verdict EXACT if it holds; PASS if it holds, though not bit for bit where nobody
   *     promised that; FAIL if it does not
   * @param reason null for EXACT
   */
  public record Finding(Verdict verdict, String reason) {}

  /** The name in files and on the command line. */
  public String id() {
    return id;
  }

  /** What holds, in one sentence. */
  public String statement() {
    return statement;
  }

  /** Whether it says something about {@code problem}. */
  public boolean concerns(ConvProblem problem) {
    return concerned.test(problem);
  }

  /**
   * Tries it on a problem that it concerns.
   *
   * @param seed of the data
   * @param engine computes the problem and others that are made of it
   * @throws NoResultException if the engine does not give all results
   */
  public Finding trial(ConvProblem problem, long seed, Engine engine) {
    Experiment experiment = Experiment.integers(problem, seed, engine);
    trial.accept(experiment);
    return experiment.finding();
  }

  @Override
  public String toString() {
    return id;
  }
}
