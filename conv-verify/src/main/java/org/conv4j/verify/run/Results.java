package org.conv4j.verify.run;

import org.conv4j.ConvDirection;
import org.conv4j.ElementType;
import org.conv4j.check.Judgement;
import org.conv4j.check.Verdict;
import org.conv4j.verify.framework.Answer;
import org.conv4j.verify.record.ReportRecord;

/** Makes the report's result records. */
final class Results {

  private Results() {}

  /** Of an answer that was compared. */
  static ReportRecord.Result compared(
      PreparedCase prepared,
      String framework,
      ConvDirection direction,
      Answer.Computed answer,
      Judgement judgement) {
    boolean element = judgement.index() != null;
    ElementType type = prepared.problem().elementType();
    return new ReportRecord.Result(
        prepared.id(),
        framework,
        answer.algorithm(),
        direction.id(),
        judgement.verdict(),
        judgement.terms(),
        judgement.ratio(),
        judgement.bound(),
        judgement.index(),
        element ? judgement.expected() : null,
        element ? judgement.actual() : null,
        element ? hex(judgement.expected(), type) : null,
        element ? hex(judgement.actual(), type) : null,
        Double.isNaN(answer.millis()) ? null : answer.millis(),
        judgement.reason(),
        prepared.repro().apply(framework, direction.id()));
  }

  /** Of an answer that is no result. */
  static ReportRecord.Result uncompared(
      PreparedCase prepared,
      String framework,
      ConvDirection direction,
      Verdict verdict,
      String reason) {
    return new ReportRecord.Result(
        prepared.id(),
        framework,
        null,
        direction.id(),
        verdict,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        reason,
        prepared.repro().apply(framework, direction.id()));
  }

  private static String hex(double value, ElementType type) {
    return type == ElementType.FLOAT32
        ? Float.toHexString((float) value)
        : Double.toHexString(value);
  }
}
