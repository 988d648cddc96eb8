package org.conv4j.verify.run;

import java.util.EnumSet;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;
import org.conv4j.check.ConvCase;
import org.conv4j.check.Operands;
import org.conv4j.check.Tier;
import org.conv4j.check.Verdict;
import org.conv4j.verify.framework.Answer;
import org.conv4j.verify.framework.FrameworkSession;
import org.conv4j.verify.record.ReportRecord;
import org.conv4j.verify.relation.Engine;
import org.conv4j.verify.relation.NoResultException;
import org.conv4j.verify.relation.Relation;
import org.conv4j.verify.report.KnownDifferences;
import org.conv4j.verify.report.Repro;

/**
 * Tries relations on one framework.
 *
 * @param framework as it stands in the report
 * @param known failures that are no news
 */
record RelationTrial(ReportRecord.Framework framework, KnownDifferences known) {

  /** A framework as the one who computes. */
  static Engine engine(FrameworkSession session) {
    return (problem, operands, direction) -> compute(session, problem, operands, direction);
  }

  private static Tensor compute(
      FrameworkSession session, ConvProblem problem, Operands operands, ConvDirection direction) {
    Answer answer = session.run(problem, operands, EnumSet.of(direction)).get(direction);
    if (answer instanceof Answer.Computed computed) {
      return computed.value();
    }
    throw new NoResultException(
        problem, direction, RunningSubject.verdict(answer), Answer.explain(answer));
  }

  /** What {@code engine} makes of {@code relation} on {@code convCase}. */
  ReportRecord.Relation of(Relation relation, ConvCase convCase, Engine engine) {
    try {
      Relation.Finding finding = relation.trial(convCase.problem(), convCase.seed(), engine);
      return record(relation, convCase, finding.verdict(), finding.reason());
    } catch (NoResultException none) {
      ReportRecord.Result judged = judged(none, convCase.seed());
      return record(
          relation,
          convCase,
          judged.verdict(),
          "%s of %s: %s".formatted(none.direction().id(), none.problem(), judged.reason()));
    }
  }

  /** As if the problem that gave no result were a case of the report. */
  private ReportRecord.Result judged(NoResultException none, long seed) {
    PlannedCase planned =
        new PlannedCase(
            new ConvCase(none.problem(), Tier.INTEGER, seed),
            EnumSet.of(none.direction()).stream().toList());
    PreparedCase prepared = PreparedCase.of(planned);
    return known.judge(
        Results.uncompared(
            prepared, framework.id(), none.direction(), none.verdict(), none.getMessage()),
        prepared.record(),
        framework);
  }

  private ReportRecord.Relation record(
      Relation relation, ConvCase convCase, Verdict verdict, String reason) {
    return new ReportRecord.Relation(
        relation.id(),
        relation.statement(),
        convCase.id(),
        framework.id(),
        verdict,
        reason,
        Repro.relations(convCase.id(), framework.id()));
  }
}
