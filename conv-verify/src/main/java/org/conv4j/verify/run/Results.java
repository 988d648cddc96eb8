package org.conv4j.verify.run;

import org.conv4j.ConvDirection;
import org.conv4j.ElementType;
import org.conv4j.check.Judgement;
import org.conv4j.check.Verdict;
import org.conv4j.verify.record.ReportRecord;

/** Makes the report's result records. */
final class Results {

  private Results() {}

  /** Of something computed that was compared; {@code millis} is NaN where nobody measured. */
  static ReportRecord.Result compared(
      ReportedCase reported,
      String framework,
      ConvDirection direction,
      String algorithm,
      double millis,
      Judgement judgement) {
    boolean element = judgement.index() != null;
    ElementType type = reported.elementType();
    return new ReportRecord.Result(
        reported.id(),
        framework,
        algorithm,
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
        Double.isNaN(millis) ? null : millis,
        judgement.reason(),
        reported.repro().apply(framework, direction.id()));
  }

  /** Of an answer that is no result. */
  static ReportRecord.Result uncompared(
      ReportedCase reported,
      String framework,
      ConvDirection direction,
      Verdict verdict,
      String reason) {
    return new ReportRecord.Result(
        reported.id(),
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
        reported.repro().apply(framework, direction.id()));
  }

  private static String hex(double value, ElementType type) {
    return type == ElementType.FLOAT32
        ? Float.toHexString((float) value)
        : Double.toHexString(value);
  }
}
