package org.conv4j.verify.run;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.check.ConvCase;
import org.conv4j.check.Shrinker;
import org.conv4j.check.Verdict;
import org.conv4j.verify.record.ReportRecord;
import org.conv4j.verify.report.KnownDifferences;
import org.conv4j.verify.report.ReportWriter;
import org.conv4j.verify.report.Repro;

/**
 * Reduces failing results to the smallest cases that fail: for each framework, direction and
 * verdict the first one, in a limited time.
 */
final class Reduction {

  /** A failure that kills the process takes seconds each time. */
  private static final Duration LIMIT = Duration.ofSeconds(45);

  private final KnownDifferences known;
  private final Map<String, Subject> subjects = new LinkedHashMap<>();
  private final ReportWriter writer;

  Reduction(KnownDifferences known, List<Subject> subjects, ReportWriter writer) {
    this.known = known;
    this.writer = writer;
    subjects.stream()
        .filter(RunningSubject.class::isInstance)
        .forEach(subject -> this.subjects.put(subject.record().id(), subject));
  }

  /** Results that are to be reduced, and are not yet. */
  List<ReportRecord.Result> left() {
    Map<List<String>, ReportRecord.Result> first = new LinkedHashMap<>();
    for (ReportRecord.Result result : writer.written().results()) {
      if (fails(result.verdict()) && subjects.containsKey(result.framework())) {
        first.putIfAbsent(
            List.of(result.framework(), result.direction(), result.verdict().name()), result);
      }
    }
    return first.values().stream()
        .filter(
            result -> !writer.hasSmallest(result.case_(), result.framework(), result.direction()))
        .toList();
  }

  void run(Progress progress) {
    for (ReportRecord.Result failing : left()) {
      writer.write(reduce(failing));
      progress.step();
    }
  }

  private static boolean fails(Verdict verdict) {
    return verdict.kills() || verdict == Verdict.SUSPECT;
  }

  private ReportRecord.Smallest reduce(ReportRecord.Result failing) {
    ConvCase from = ConvCase.parse(failing.case_());
    ConvDirection direction = ConvDirection.ofId(failing.direction());
    Subject subject = subjects.get(failing.framework());
    Instant deadline = Instant.now().plus(LIMIT);
    Map<ConvProblem, ReportRecord.Result> tried = new HashMap<>();
    ConvProblem smallest =
        Shrinker.shrink(
            from.problem(),
            problem ->
                hasDirection(problem, direction)
                    && Instant.now().isBefore(deadline)
                    && fails(
                        tried
                            .computeIfAbsent(
                                problem,
                                each ->
                                    result(
                                        new ConvCase(each, from.tier(), from.seed()),
                                        direction,
                                        subject))
                            .verdict()));
    ReportRecord.Result last = tried.getOrDefault(smallest, failing);
    String id = new ConvCase(smallest, from.tier(), from.seed()).id();
    return new ReportRecord.Smallest(
        failing.case_(),
        failing.framework(),
        failing.direction(),
        id,
        last.verdict(),
        last.reason(),
        tried.size(),
        Repro.command(id, failing.framework(), failing.direction()));
  }

  private static boolean hasDirection(ConvProblem problem, ConvDirection direction) {
    return problem.bias() || direction != ConvDirection.BIAS_GRADIENT;
  }

  /** As the report would have it: a known difference is no failure to be reduced to. */
  private ReportRecord.Result result(ConvCase convCase, ConvDirection direction, Subject subject) {
    PreparedCase prepared = PreparedCase.of(new PlannedCase(convCase, List.of(direction)));
    ReportRecord.Result result = subject.examine(prepared, List.of(direction)).get(0).result();
    return known.judge(result, prepared.record(), subject.record());
  }
}
