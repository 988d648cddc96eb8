package org.conv4j.verify.run;

import java.util.List;
import org.conv4j.ConvDirection;
import org.conv4j.check.Verdict;
import org.conv4j.verify.framework.OpenedFrameworks.Unavailable;
import org.conv4j.verify.record.ReportRecord;

/** A framework that could not be started: every result is an ERROR with the reason. */
record MissingSubject(Unavailable unavailable) implements Subject {

  @Override
  public ReportRecord.Framework record() {
    return new ReportRecord.Framework(
        unavailable.id(), unavailable.id(), "not started", List.of(), 0, null, null);
  }

  @Override
  public List<Finding> examine(PreparedCase prepared, List<ConvDirection> directions) {
    return directions.stream()
        .map(
            direction ->
                new Finding(
                    Results.uncompared(
                        prepared, unavailable.id(), direction, Verdict.ERROR, unavailable.reason()),
                    direction,
                    null))
        .toList();
  }

  @Override
  public List<ReportRecord.Result> examine(PreparedOp prepared) {
    return prepared.wanted().stream()
        .map(
            result ->
                Results.uncompared(
                    prepared.reported(result),
                    unavailable.id(),
                    result.direction(),
                    Verdict.ERROR,
                    unavailable.reason()))
        .toList();
  }
}
