package org.conv4j.verify.run;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.conv4j.check.ErrorBound;
import org.conv4j.check.Gauge;
import org.conv4j.check.Verdict;
import org.conv4j.verify.cases.Suites;
import org.conv4j.verify.framework.OpenedFrameworks;
import org.conv4j.verify.framework.OpenedFrameworks.Opened;
import org.conv4j.verify.framework.OpenedFrameworks.Running;
import org.conv4j.verify.framework.OpenedFrameworks.Unavailable;
import org.conv4j.verify.mutant.KillTable;
import org.conv4j.verify.mutant.Mutants;
import org.conv4j.verify.record.ReportRecord;
import org.conv4j.verify.report.ErrorPicture;
import org.conv4j.verify.report.KnownDifferences;
import org.conv4j.verify.report.Report;
import org.conv4j.verify.report.ReportViews;
import org.conv4j.verify.report.ReportWriter;

/**
 * Runs every case of a plan through every framework, judges each result and writes it down.
 *
 * <p>Each framework has a thread of its own and takes the cases in their order; so do the planted
 * bugs. A framework may be a few cases ahead of another, no more: results are written case by case,
 * in the order of the plan, whoever was first.
 */
public final class ReportRun {

  /** Cases in memory at a time. */
  private static final int WINDOW = 8;

  /** Error pictures of one framework: more would make the page slow and tell nothing new. */
  private static final int PICTURES = 100;

  private final RunPlan plan;
  private final KnownDifferences known;
  private final Path home;

  /**
   * A run of {@code plan}.
   *
   * @param known failures that are no news
   * @param home folder of the sources, for the report's header
   */
  public ReportRun(RunPlan plan, KnownDifferences known, Path home) {
    this.plan = plan;
    this.known = known;
    this.home = home;
  }

  /**
   * Runs, and writes {@code report.jsonl}, its pictures and then its views into {@code folder}.
   *
   * @param frameworks those of the plan, in its order
   * @return the finished report
   * @throws org.conv4j.verify.InputException if the folder cannot be written
   */
  public Report run(OpenedFrameworks frameworks, Path folder, Progress.Display display) {
    List<Subject> subjects = frameworks.all().stream().map(ReportRun::subject).toList();
    try (ReportWriter writer = ReportWriter.create(folder, header());
        Progress progress = display.begin("report", "results", plan.planned())) {
      List<ReportRecord.Framework> records = subjects.stream().map(Subject::record).toList();
      records.forEach(writer::write);
      CompletableFuture<KillTable> killTable = CompletableFuture.supplyAsync(this::killTable);
      new Pipeline(subjects, records, writer, progress).run();
      killTable.join().entries().stream().map(ReportRun::record).forEach(writer::write);
      Report report = writer.finish(now());
      ReportViews.write(folder, report);
      return report;
    }
  }

  /** The planted bugs are tried on the default suite, whatever the run's own cases are. */
  private KillTable killTable() {
    int anyCount = RunSelection.DEFAULT_COUNT;
    return KillTable.of(Mutants.all(), Suites.named(Suites.DEFAULT, plan.seed(), anyCount).cases());
  }

  private static ReportRecord.Mutant record(KillTable.Entry entry) {
    return new ReportRecord.Mutant(
        entry.mutant().id(),
        entry.killed(),
        entry.killed() ? entry.killer().id() : null,
        entry.verdict());
  }

  private static Subject subject(Opened opened) {
    return opened instanceof Running running
        ? new RunningSubject(running)
        : new MissingSubject((Unavailable) opened);
  }

  private ReportRecord.Header header() {
    Map<String, String> thresholds = new LinkedHashMap<>();
    thresholds.put("pass", ErrorBound.PASS_FORMULA);
    thresholds.put("hard", ErrorBound.HARD_FORMULA);
    return new ReportRecord.Header(
        ReportRecord.Header.SCHEMA,
        ToolInfo.of(home),
        now().toString(),
        plan.suite(),
        plan.seed(),
        plan.planned(),
        HostInfo.thisHost(),
        thresholds);
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  /** A case on its way through the frameworks. */
  private record UnderWay(
      CompletableFuture<PreparedCase> prepared,
      List<CompletableFuture<List<Subject.Finding>>> findings) {}

  /** One execution of the plan. */
  private final class Pipeline {

    private final List<Subject> subjects;
    private final List<ReportRecord.Framework> records;
    private final ReportWriter writer;
    private final Progress progress;
    private final Queue<UnderWay> window = new ArrayDeque<>();
    private final Map<String, Integer> pictures = new HashMap<>();

    Pipeline(
        List<Subject> subjects,
        List<ReportRecord.Framework> records,
        ReportWriter writer,
        Progress progress) {
      this.subjects = subjects;
      this.records = records;
      this.writer = writer;
      this.progress = progress;
    }

    void run() {
      List<ExecutorService> threads = new ArrayList<>();
      try {
        ExecutorService preparing = thread(threads, "cases");
        List<ExecutorService> examining =
            records.stream().map(each -> thread(threads, each.id())).toList();
        for (PlannedCase planned : plan.cases()) {
          window.add(begin(planned, preparing, examining));
          if (window.size() == WINDOW) {
            finish(window.remove());
          }
        }
        while (!window.isEmpty()) {
          finish(window.remove());
        }
      } catch (CompletionException failure) {
        throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
      } finally {
        threads.forEach(ExecutorService::shutdownNow);
      }
    }

    private static ExecutorService thread(List<ExecutorService> threads, String name) {
      ExecutorService thread =
          Executors.newSingleThreadExecutor(
              work -> {
                Thread worker = new Thread(work, "report-" + name);
                worker.setDaemon(true);
                return worker;
              });
      threads.add(thread);
      return thread;
    }

    private UnderWay begin(
        PlannedCase planned, ExecutorService preparing, List<ExecutorService> examining) {
      CompletableFuture<PreparedCase> prepared =
          CompletableFuture.supplyAsync(() -> PreparedCase.of(planned), preparing);
      List<CompletableFuture<List<Subject.Finding>>> findings = new ArrayList<>();
      for (int i = 0; i < subjects.size(); i++) {
        findings.add(prepared.thenApplyAsync(subjects.get(i)::examine, examining.get(i)));
      }
      return new UnderWay(prepared, findings);
    }

    private void finish(UnderWay underWay) {
      PreparedCase prepared = underWay.prepared().join();
      writer.write(prepared.record());
      if (plan.framed().contains(prepared.planned().convCase())) {
        PaddedGradientPicture.of(prepared).ifPresent(writer::attach);
      }
      for (int i = 0; i < subjects.size(); i++) {
        for (Subject.Finding finding : underWay.findings().get(i).join()) {
          write(prepared, records.get(i), finding);
          progress.step();
        }
      }
    }

    private void write(
        PreparedCase prepared, ReportRecord.Framework framework, Subject.Finding finding) {
      ReportRecord.Result result = known.judge(finding.result(), prepared.record(), framework);
      writer.write(result);
      if (finding.value() != null && worthAPicture(result.verdict())) {
        int drawn = pictures.merge(result.framework(), 1, Integer::sum);
        if (drawn <= PICTURES) {
          draw(prepared, finding);
        }
      }
    }

    private static boolean worthAPicture(Verdict verdict) {
      return verdict == Verdict.FAIL || verdict == Verdict.SUSPECT || verdict == Verdict.KNOWN;
    }

    private void draw(PreparedCase prepared, Subject.Finding finding) {
      ErrorPicture.of(
              prepared.id(),
              finding.result().framework(),
              prepared.problem(),
              finding.direction(),
              prepared.judge().expected(finding.direction()),
              finding.value(),
              prepared.judge().gauge(finding.direction(), Gauge.DIRECT))
          .ifPresent(writer::attach);
    }
  }
}
