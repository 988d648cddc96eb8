package org.conv4j.verify.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.check.Gauge;
import org.conv4j.check.Verdict;
import org.conv4j.verify.record.ReportRecord;
import org.conv4j.verify.report.ErrorPicture;
import org.conv4j.verify.report.KnownDifferences;
import org.conv4j.verify.report.ReportWriter;

/**
 * Takes every case of a plan through every framework. Each framework has a thread of its own and
 * meets the cases in their order. One may be a few cases ahead of another, no more: results are
 * written case by case, in the order of the plan, whoever was first.
 */
final class CasePipeline {

  /** Cases in memory at a time; fewer if they are large. */
  private static final int WINDOW = 8;

  /**
   * Elements of the operands in memory at a time, if it is more than one case. Of each there is a
   * double here, in the expected results and in their gauges, and a copy on its way to every
   * framework.
   */
  private static final long WINDOW_ELEMENTS = 1L << 24;

  /** Error pictures of one framework: more would make the page slow and tell nothing new. */
  private static final int PICTURES = 100;

  private final RunPlan plan;
  private final KnownDifferences known;
  private final List<Subject> subjects;
  private final List<ReportRecord.Framework> records;
  private final ReportWriter writer;
  private final Progress progress;
  private final Queue<UnderWay> window = new ArrayDeque<>();
  private final Map<String, Integer> pictures = new HashMap<>();

  /**
   * A pipeline.
   *
   * @param writer knows the frameworks already; results that it has are left out
   */
  CasePipeline(
      RunPlan plan,
      KnownDifferences known,
      List<Subject> subjects,
      ReportWriter writer,
      Progress progress) {
    this.plan = plan;
    this.known = known;
    this.subjects = subjects;
    this.records = subjects.stream().map(Subject::record).toList();
    this.writer = writer;
    this.progress = progress;
    for (ReportRecord.Result result : writer.written().results()) {
      if (result.terms() != null && worthAPicture(result.verdict())) {
        pictures.merge(result.framework(), 1, Integer::sum);
      }
    }
  }

  /** A case on its way through the frameworks. */
  private record UnderWay(
      long elements,
      CompletableFuture<PreparedCase> prepared,
      List<CompletableFuture<List<Subject.Finding>>> findings) {}

  void run() {
    List<ExecutorService> threads = new ArrayList<>();
    try {
      ExecutorService preparing = thread(threads, "cases");
      List<ExecutorService> examining =
          records.stream().map(each -> thread(threads, each.id())).toList();
      for (PlannedCase planned : plan.cases()) {
        List<List<ConvDirection>> missing = missing(planned);
        if (missing.stream().allMatch(List::isEmpty)) {
          continue;
        }
        while (isFullFor(planned)) {
          finish(window.remove());
        }
        window.add(begin(planned, missing, preparing, examining));
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

  private boolean isFullFor(PlannedCase next) {
    long elements = window.stream().mapToLong(UnderWay::elements).sum() + elements(next);
    return window.size() == WINDOW || !window.isEmpty() && elements > WINDOW_ELEMENTS;
  }

  private static long elements(PlannedCase planned) {
    ConvProblem problem = planned.convCase().problem();
    return Stream.of(problem.inputShape(), problem.filterShape(), problem.outputShape())
        .mapToLong(shape -> Arrays.stream(shape).reduce(1, Math::multiplyExact))
        .sum();
  }

  /** For each framework, the directions whose results the report does not have yet. */
  private List<List<ConvDirection>> missing(PlannedCase planned) {
    String id = planned.convCase().id();
    return records.stream()
        .map(
            framework ->
                planned.directions().stream()
                    .filter(each -> !writer.has(id, framework.id(), each.id()))
                    .toList())
        .toList();
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
      PlannedCase planned,
      List<List<ConvDirection>> missing,
      ExecutorService preparing,
      List<ExecutorService> examining) {
    CompletableFuture<PreparedCase> prepared =
        CompletableFuture.supplyAsync(() -> PreparedCase.of(planned), preparing);
    List<CompletableFuture<List<Subject.Finding>>> findings = new ArrayList<>();
    for (int i = 0; i < subjects.size(); i++) {
      Subject subject = subjects.get(i);
      List<ConvDirection> directions = missing.get(i);
      findings.add(
          directions.isEmpty()
              ? CompletableFuture.completedFuture(List.of())
              : prepared.thenApplyAsync(
                  each -> subject.examine(each, directions), examining.get(i)));
    }
    return new UnderWay(elements(planned), prepared, findings);
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
    if (finding.value() != null && worthAPicture(result.verdict())) {
      int drawn = pictures.merge(result.framework(), 1, Integer::sum);
      if (drawn <= PICTURES) {
        draw(prepared, finding);
      }
    }
    writer.write(result);
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
