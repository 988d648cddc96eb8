package org.conv4j.verify.framework;

import java.util.List;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;
import org.conv4j.verify.process.ArrayData;
import org.conv4j.verify.process.Heard;
import org.conv4j.verify.process.Reply;
import org.conv4j.verify.process.Request;

/** The parent's half of having ops executed by a child. */
final class ChildOps implements Ops {

  private static final int SHORT_ANSWER = 1 << 20;

  private final ChildSession session;
  private long number;

  ChildOps(ChildSession session) {
    this.session = session;
  }

  @Override
  public Outcome execute(Call call) {
    number++;
    List<ArrayData> inputs =
        call.inputs().stream().map(input -> ArrayData.of(input, call.type())).toList();
    Request request =
        new Request.Op(
            number,
            call.op(),
            call.arguments(),
            inputs,
            call.convolutions().stream().map(ConvProblem::toString).toList());
    Heard heard;
    try {
      heard = session.exchange(request, answerLimit(call));
    } catch (FrameworkUnavailableException gone) {
      return new Not(new Answer.Crashed(gone.getMessage()));
    }
    return heard instanceof Heard.Message message
        ? outcome(message.reply(), call)
        : new Not(session.end(heard));
  }

  private Outcome outcome(Reply reply, Call call) {
    if (reply instanceof Reply.Declined declined) {
      return new Not(new Answer.Declined(declined.reason()));
    }
    if (reply instanceof Reply.Failed failed) {
      return new Not(new Answer.Failed(failed.text()));
    }
    if (!(reply instanceof Reply.Executed executed) || executed.id() != number) {
      return new Not(new Answer.Failed("was asked for " + call.op() + " and answered " + reply));
    }
    try {
      List<Tensor> results =
          executed.results().stream().map(each -> each.tensor(call.type())).toList();
      return new Done(
          new Executed(results, executed.changed(), executed.algorithms(), executed.millis()));
    } catch (IllegalArgumentException noArray) {
      return new Not(new Answer.Failed("answered with no proper array: " + noArray.getMessage()));
    }
  }

  /** The base64 of results, of which none is larger than what the convolutions see; and text. */
  private static long answerLimit(Call call) {
    long largest = 0;
    for (ConvProblem problem : call.convolutions()) {
      for (long[] shape :
          List.of(problem.inputShape(), problem.filterShape(), problem.outputShape())) {
        long size = 1;
        for (long axis : shape) {
          size = Math.multiplyExact(size, axis);
        }
        largest = Math.max(largest, size);
      }
    }
    return largest * Double.BYTES * 4 / 3 * (call.inputs().size() + 1) + SHORT_ANSWER;
  }
}
