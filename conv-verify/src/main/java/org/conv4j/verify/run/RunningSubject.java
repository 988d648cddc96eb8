package org.conv4j.verify.run;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.conv4j.ConvDirection;
import org.conv4j.Tensor;
import org.conv4j.check.Judgement;
import org.conv4j.check.ReferenceJudge;
import org.conv4j.check.Verdict;
import org.conv4j.verify.framework.Answer;
import org.conv4j.verify.framework.FrameworkInfo;
import org.conv4j.verify.framework.OpenedFrameworks.Running;
import org.conv4j.verify.framework.TrustedGauge;
import org.conv4j.verify.record.ReportRecord;

/**
 * A framework that runs.
 *
 * @param running its session
 */
record RunningSubject(Running running) implements Subject {

  private static final String REFERENCE = "reference";

  @Override
  public ReportRecord.Framework record() {
    FrameworkInfo info = running.session().info();
    return new ReportRecord.Framework(
        running.id(),
        info.name(),
        info.version(),
        info.libraries().stream()
            .map(library -> new ReportRecord.Library(library.file(), library.sha256()))
            .toList(),
        info.threads(),
        info.executioner(),
        info.helper());
  }

  @Override
  public List<Finding> examine(PreparedCase prepared, List<ConvDirection> directions) {
    Map<ConvDirection, Answer> answers =
        running
            .session()
            .run(prepared.problem(), prepared.judge().operands(), EnumSet.copyOf(directions));
    List<Finding> findings = new ArrayList<>();
    for (ConvDirection direction : directions) {
      Answer answer = answers.getOrDefault(direction, new Answer.Failed("it gave no answer"));
      findings.add(finding(prepared, direction, answer));
    }
    return findings;
  }

  @Override
  public List<ReportRecord.Result> examine(PreparedOp prepared) {
    return new OpExamination(running, prepared).results();
  }

  private Finding finding(PreparedCase prepared, ConvDirection direction, Answer answer) {
    if (answer instanceof Answer.Computed computed) {
      Judgement judgement = judge(prepared, direction, computed);
      return new Finding(
          Results.compared(
              prepared,
              running.id(),
              direction,
              computed.algorithm(),
              computed.millis(),
              judgement),
          direction,
          judgement.verdict().right() ? null : computed.value());
    }
    if (answer instanceof Answer.Altered altered) {
      return altered(prepared, direction, altered);
    }
    return new Finding(
        Results.uncompared(
            prepared, running.id(), direction, verdict(answer), Answer.explain(answer)),
        direction,
        null);
  }

  /** Even a right result is worth nothing to who needs the operands once more. */
  private Finding altered(PreparedCase prepared, ConvDirection direction, Answer.Altered altered) {
    String changes = Answer.explain(altered);
    Finding finding = finding(prepared, direction, altered.computed());
    ReportRecord.Result judged = finding.result();
    return judged.verdict() == Verdict.FAIL
        ? new Finding(
            judged.withReason(judged.reason() + "; besides, it " + changes),
            direction,
            finding.value())
        : new Finding(
            Results.uncompared(prepared, running.id(), direction, Verdict.FAIL, changes),
            direction,
            null);
  }

  private Judgement judge(PreparedCase prepared, ConvDirection direction, Answer.Computed answer) {
    Tensor value = answer.value();
    if (running.id().equals(REFERENCE)) {
      return new ReferenceJudge(prepared.judge()).judge(direction, value);
    }
    return prepared
        .judge()
        .judge(
            direction,
            value,
            TrustedGauge.of(running.id(), answer.algorithm(), prepared.problem()));
  }

  static Verdict verdict(Answer answer) {
    if (answer instanceof Answer.Declined) {
      return Verdict.UNSUPPORTED;
    }
    if (answer instanceof Answer.Crashed) {
      return Verdict.CRASH;
    }
    if (answer instanceof Answer.Hung) {
      return Verdict.HANG;
    }
    if (answer instanceof Answer.Altered) {
      return Verdict.FAIL;
    }
    return Verdict.ERROR;
  }
}
