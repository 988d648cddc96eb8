package org.conv4j.verify.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.conv4j.verify.framework.FrameworkOptions;
import org.conv4j.verify.framework.FrameworkSession;
import org.conv4j.verify.framework.FrameworkUnavailableException;
import org.conv4j.verify.framework.OpenedFrameworks.Running;
import org.conv4j.verify.framework.SessionSource;
import org.conv4j.verify.record.ReportRecord;
import org.conv4j.verify.relation.Engine;
import org.conv4j.verify.relation.Relation;
import org.conv4j.verify.relation.Relations;
import org.conv4j.verify.report.KnownDifferences;
import org.conv4j.verify.report.ReportWriter;

/** Tries every planned relation on every running framework; each framework has its own thread. */
final class RelationPipeline {

  private final RunPlan plan;
  private final KnownDifferences known;
  private final List<Running> frameworks;
  private final SessionSource sessions;
  private final ReportWriter writer;

  RelationPipeline(
      RunPlan plan,
      KnownDifferences known,
      List<Running> frameworks,
      SessionSource sessions,
      ReportWriter writer) {
    this.plan = plan;
    this.known = known;
    this.frameworks = frameworks;
    this.sessions = sessions;
    this.writer = writer;
  }

  /** Trials that the report does not have yet. */
  long left() {
    return frameworks.stream().mapToLong(framework -> missing(framework).size()).sum();
  }

  private List<PlannedRelation> missing(Running framework) {
    return plan.relations().stream()
        .filter(each -> !writer.hasRelation(each.relation(), each.convCase().id(), framework.id()))
        .toList();
  }

  void run(Progress progress) {
    if (frameworks.isEmpty()) {
      return;
    }
    ExecutorService threads = Executors.newFixedThreadPool(frameworks.size());
    try {
      Map<Running, CompletableFuture<Void>> running = new LinkedHashMap<>();
      for (Running framework : frameworks) {
        running.put(
            framework, CompletableFuture.runAsync(() -> tryAll(framework, progress), threads));
      }
      running.values().forEach(CompletableFuture::join);
    } catch (CompletionException failure) {
      throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
    } finally {
      threads.shutdownNow();
    }
  }

  private void tryAll(Running framework, Progress progress) {
    ReportRecord.Framework record = new RunningSubject(framework).record();
    RelationTrial trial = new RelationTrial(record, known);
    Engine engine = RelationTrial.engine(framework.session());
    List<PlannedRelation> onOneThread = new ArrayList<>();
    for (PlannedRelation planned : missing(framework)) {
      if (planned.relation().equals(Relations.THREADS)) {
        onOneThread.add(planned);
      } else {
        writer.write(trial.of(Relations.named(planned.relation()), planned.convCase(), engine));
        progress.step();
      }
    }
    if (!onOneThread.isEmpty()) {
      compareThreads(framework, trial, onOneThread, progress);
    }
  }

  private void compareThreads(
      Running framework, RelationTrial trial, List<PlannedRelation> planned, Progress progress) {
    try (FrameworkSession single =
        sessions.with(FrameworkOptions::onOneThread).open(framework.id())) {
      Relation relation = Relations.threads(RelationTrial.engine(single));
      Engine engine = RelationTrial.engine(framework.session());
      for (PlannedRelation each : planned) {
        writer.write(trial.of(relation, each.convCase(), engine));
        progress.step();
      }
    } catch (FrameworkUnavailableException gone) {
      throw new IllegalStateException(
          framework.id() + " started once, and not again: " + gone.getMessage(), gone);
    }
  }
}
