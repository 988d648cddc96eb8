package org.conv4j.verify.run;

import java.util.List;
import java.util.Optional;
import org.conv4j.check.ConvCase;
import org.conv4j.check.Directions;
import org.conv4j.verify.framework.FrameworkOptions;
import org.conv4j.verify.framework.FrameworkSession;
import org.conv4j.verify.framework.FrameworkUnavailableException;
import org.conv4j.verify.framework.LyingFrameworks;
import org.conv4j.verify.framework.OpenedFrameworks.Running;
import org.conv4j.verify.framework.OpenedFrameworks.Unavailable;
import org.conv4j.verify.framework.liar.Lie;
import org.conv4j.verify.record.ReportRecord;
import org.conv4j.verify.relation.Relations;
import org.conv4j.verify.report.KnownDifferences;

/**
 * Puts lying frameworks among the honest ones: each is started, asked and judged as a {@link
 * Subject} of a report, until one of its results gives it away, or a relation between them does.
 *
 * @param options for all of them
 * @param cases in their order, until one exposes the liar
 */
record LiarTrial(FrameworkOptions options, List<ConvCase> cases) {

  /** The fate of {@code lie}. */
  ReportRecord.Mutant of(Lie lie) {
    try (FrameworkSession session = LyingFrameworks.open(lie, options)) {
      RunningSubject subject = new RunningSubject(new Running(lie.id(), session));
      return exposedByCase(lie, subject)
          .or(() -> exposedByRelation(lie, session, subject.record()))
          .orElse(new ReportRecord.Mutant(lie.id(), false, null, null));
    } catch (FrameworkUnavailableException refused) {
      return exposedByCase(lie, new MissingSubject(new Unavailable(lie.id(), refused.getMessage())))
          .orElseThrow();
    }
  }

  private Optional<ReportRecord.Mutant> exposedByCase(Lie lie, Subject subject) {
    for (ConvCase each : cases) {
      PlannedCase planned = new PlannedCase(each, Directions.of(each.problem()));
      Optional<ReportRecord.Result> exposed =
          subject.examine(PreparedCase.of(planned), planned.directions()).stream()
              .map(Subject.Finding::result)
              .filter(result -> result.verdict().kills())
              .findFirst();
      if (exposed.isPresent()) {
        return Optional.of(
            new ReportRecord.Mutant(lie.id(), true, each.id(), exposed.get().verdict()));
      }
    }
    return Optional.empty();
  }

  private Optional<ReportRecord.Mutant> exposedByRelation(
      Lie lie, FrameworkSession session, ReportRecord.Framework framework) {
    RelationTrial trial = new RelationTrial(framework, KnownDifferences.of(List.of()));
    return PlannedRelation.few(cases).stream()
        .map(
            planned ->
                trial.of(
                    Relations.named(planned.relation()),
                    planned.convCase(),
                    RelationTrial.engine(session)))
        .filter(relation -> relation.verdict().kills())
        .findFirst()
        .map(
            relation ->
                new ReportRecord.Mutant(lie.id(), true, relation.case_(), relation.verdict()));
  }
}
