package org.conv4j.verify.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.conv4j.Tensor;
import org.conv4j.check.Gauge;
import org.conv4j.check.Judgement;
import org.conv4j.check.Verdict;
import org.conv4j.verify.framework.Answer;
import org.conv4j.verify.framework.OpenedFrameworks.Running;
import org.conv4j.verify.framework.Ops;
import org.conv4j.verify.framework.TrustedGauge;
import org.conv4j.verify.op.OpResult;
import org.conv4j.verify.op.WholeOp;
import org.conv4j.verify.record.ReportRecord;

/** One op put to one framework: a call for its output, one for all its gradients. */
final class OpExamination {

  private static final Ops NONE =
      call -> new Ops.Not(new Answer.Declined("it is asked for convolutions, not for ops of ND4J"));

  private final Running framework;
  private final PreparedOp prepared;
  private final Ops ops;
  private Ops.Outcome forward;
  private Ops.Outcome backward;

  OpExamination(Running framework, PreparedOp prepared) {
    this.framework = framework;
    this.prepared = prepared;
    this.ops = framework.session().ops().orElse(NONE);
  }

  List<ReportRecord.Result> results() {
    return prepared.wanted().stream().map(this::result).toList();
  }

  private ReportRecord.Result result(OpResult result) {
    Ops.Call call = call(result);
    Ops.Outcome outcome = outcome(result);
    if (outcome instanceof Ops.Not not) {
      return uncompared(result, RunningSubject.verdict(not.answer()), Answer.explain(not.answer()));
    }
    Ops.Executed executed = ((Ops.Done) outcome).executed();
    if (!executed.changed().isEmpty()) {
      return uncompared(
          result, Verdict.FAIL, call.op() + " changed its inputs " + executed.changed());
    }
    int index = Math.max(0, result.place() - 1);
    if (index >= executed.results().size()) {
      return uncompared(
          result,
          Verdict.FAIL,
          "%s returned %d results".formatted(call.op(), executed.results().size()));
    }
    List<String> algorithms = algorithms(result, executed);
    return Results.compared(
        prepared.reported(result),
        framework.id(),
        result.direction(),
        algorithms.isEmpty()
            ? call.op()
            : algorithms.stream().distinct().collect(Collectors.joining(" + ")),
        executed.millis(),
        judge(result, executed.results().get(index), algorithms));
  }

  private Judgement judge(OpResult result, Tensor returned, List<String> algorithms) {
    List<Gauge> gauges = new ArrayList<>();
    for (int i = 0; i < algorithms.size(); i++) {
      gauges.add(
          TrustedGauge.of(framework.id(), algorithms.get(i), result.steps().get(i).problem()));
    }
    return prepared.judge().judge(result, returned, gauges);
  }

  /** Of each step; none where ND4J computed the op. */
  private static List<String> algorithms(OpResult result, Ops.Executed executed) {
    List<Map<String, String>> told = executed.algorithms();
    return told.isEmpty()
        ? List.of()
        : result.steps().stream()
            .map(step -> told.get(step.convolution()).get(step.direction().id()))
            .toList();
  }

  private Ops.Call call(OpResult result) {
    WholeOp op = prepared.judge().op();
    return result.place() == 0 ? op.forward() : op.backward();
  }

  private Ops.Outcome outcome(OpResult result) {
    if (result.place() == 0) {
      forward = forward == null ? ops.execute(call(result)) : forward;
      return forward;
    }
    backward = backward == null ? ops.execute(call(result)) : backward;
    return backward;
  }

  private ReportRecord.Result uncompared(OpResult result, Verdict verdict, String reason) {
    return Results.uncompared(
        prepared.reported(result), framework.id(), result.direction(), verdict, reason);
  }
}
