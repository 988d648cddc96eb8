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

/**
 * Puts lying frameworks among the honest ones: each is started, asked and judged as a {@link
 * Subject} of a report, until one of its results gives it away.
 *
 * @param options for all of them
 * @param cases in their order, until one exposes the liar
 */
record LiarTrial(FrameworkOptions options, List<ConvCase> cases) {

  /** The fate of {@code lie}. */
  ReportRecord.Mutant of(Lie lie) {
    try (FrameworkSession session = LyingFrameworks.open(lie, options)) {
      return fate(lie, new RunningSubject(new Running(lie.id(), session)));
    } catch (FrameworkUnavailableException refused) {
      return fate(lie, new MissingSubject(new Unavailable(lie.id(), refused.getMessage())));
    }
  }

  private ReportRecord.Mutant fate(Lie lie, Subject subject) {
    for (ConvCase each : cases) {
      PlannedCase planned = new PlannedCase(each, Directions.of(each.problem()));
      Optional<ReportRecord.Result> exposed =
          subject.examine(PreparedCase.of(planned), planned.directions()).stream()
              .map(Subject.Finding::result)
              .filter(result -> result.verdict().kills())
              .findFirst();
      if (exposed.isPresent()) {
        return new ReportRecord.Mutant(lie.id(), true, each.id(), exposed.get().verdict());
      }
    }
    return new ReportRecord.Mutant(lie.id(), false, null, null);
  }
}
