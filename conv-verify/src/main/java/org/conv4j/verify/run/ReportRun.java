package org.conv4j.verify.run;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.conv4j.check.ErrorBound;
import org.conv4j.verify.InputException;
import org.conv4j.verify.framework.OpenedFrameworks;
import org.conv4j.verify.framework.OpenedFrameworks.Opened;
import org.conv4j.verify.framework.OpenedFrameworks.Running;
import org.conv4j.verify.framework.OpenedFrameworks.Unavailable;
import org.conv4j.verify.framework.SessionSource;
import org.conv4j.verify.record.ReportRecord;
import org.conv4j.verify.report.KnownDifferences;
import org.conv4j.verify.report.Report;
import org.conv4j.verify.report.ReportViews;
import org.conv4j.verify.report.ReportWriter;

/**
 * Runs every case of a plan through every framework, judges each result and writes the report: the
 * records as they come, the views at the end. The planted bugs run meanwhile.
 */
public final class ReportRun {

  private final RunPlan plan;
  private final KnownDifferences known;
  private final PlantedBugs bugs;
  private final SessionSource sessions;
  private final Path home;

  /**
   * A run of {@code plan}.
   *
   * @param known failures that are no news
   * @param bugs tests the checker
   * @param sessions starts frameworks anew where a relation needs that
   * @param home folder of the sources, for the report's header
   */
  public ReportRun(
      RunPlan plan, KnownDifferences known, PlantedBugs bugs, SessionSource sessions, Path home) {
    this.plan = plan;
    this.known = known;
    this.bugs = bugs;
    this.sessions = sessions;
    this.home = home;
  }

  /**
   * Writes a new report into {@code folder}; an older one there is replaced.
   *
   * @param frameworks those of the plan, in its order
   * @return the finished report
   * @throws InputException if the folder cannot be written
   */
  public Report run(OpenedFrameworks frameworks, Path folder, Progress.Display display) {
    return complete(ReportWriter.create(folder, header()), frameworks, folder, display);
  }

  /**
   * Goes on with the report in {@code folder} where it was interrupted: no result is lost, none is
   * computed again.
   *
   * @param frameworks those of the plan, in its order
   * @return the finished report
   * @throws InputException if the folder cannot be written, or holds a report of something else
   */
  public Report resume(OpenedFrameworks frameworks, Path folder, Progress.Display display) {
    ReportWriter writer = ReportWriter.resume(folder);
    ReportRecord.Header begun = writer.written().header();
    if (begun.planned() != plan.planned() || !begun.suite().equals(plan.suite())) {
      writer.close();
      throw new InputException(
          "'%s' cannot be resumed: it plans %d results of suite %s, this version %d of %s"
              .formatted(folder, begun.planned(), begun.suite(), plan.planned(), plan.suite()));
    }
    return complete(writer, frameworks, folder, display);
  }

  private Report complete(
      ReportWriter open, OpenedFrameworks frameworks, Path folder, Progress.Display display) {
    List<Subject> subjects = frameworks.all().stream().map(ReportRun::subject).toList();
    Report begun = open.written();
    long left = plan.planned() - begun.results().size();
    try (ReportWriter writer = open) {
      subjects.forEach(subject -> writer.write(subject.record()));
      CompletableFuture<List<ReportRecord.Mutant>> tried =
          CompletableFuture.supplyAsync(bugs::tried);
      try (Progress progress = display.begin("report", "results", left)) {
        new CasePipeline(plan, known, subjects, writer, progress).run();
      }
      relate(frameworks, writer, display);
      reduce(subjects, writer, display);
      Set<String> there =
          begun.mutants().stream().map(ReportRecord.Mutant::id).collect(Collectors.toSet());
      tried.join().stream().filter(mutant -> !there.contains(mutant.id())).forEach(writer::write);
      Report report = writer.finish(now());
      ReportViews.write(folder, report);
      return report;
    }
  }

  private void relate(OpenedFrameworks frameworks, ReportWriter writer, Progress.Display display) {
    RelationPipeline pipeline =
        new RelationPipeline(plan, known, frameworks.running(), sessions, writer);
    long left = pipeline.left();
    if (left > 0) {
      try (Progress progress = display.begin("relations", "trials", left)) {
        pipeline.run(progress);
      }
    }
  }

  private void reduce(List<Subject> subjects, ReportWriter writer, Progress.Display display) {
    Reduction reduction = new Reduction(known, subjects, writer);
    int left = plan.reducing() ? reduction.left().size() : 0;
    if (left > 0) {
      try (Progress progress = display.begin("reducing", "failures", left)) {
        reduction.run(progress);
      }
    }
  }

  static Subject subject(Opened opened) {
    return opened instanceof Running running
        ? new RunningSubject(running)
        : new MissingSubject((Unavailable) opened);
  }

  private ReportRecord.Header header() {
    return header(home, plan.suite(), plan.seed(), plan.planned());
  }

  static ReportRecord.Header header(Path home, String suite, long seed, long planned) {
    Map<String, String> thresholds = new LinkedHashMap<>();
    thresholds.put("pass", ErrorBound.PASS_FORMULA);
    thresholds.put("hard", ErrorBound.HARD_FORMULA);
    return new ReportRecord.Header(
        ReportRecord.Header.SCHEMA,
        ToolInfo.of(home),
        now().toString(),
        suite,
        seed,
        planned,
        HostInfo.thisHost(),
        thresholds);
  }

  static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }
}
