package org.conv4j.verify.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.Tensor;
import org.conv4j.check.Tier;
import org.conv4j.verify.op.OpJudge;
import org.conv4j.verify.op.OpResult;
import org.conv4j.verify.op.WholeOp;
import org.conv4j.verify.record.ReportRecord;
import org.conv4j.verify.run.GivenRun.GivenOp;

/**
 * An op with its operands and its judge.
 *
 * @param given where it comes from
 * @param judge holds the operands
 */
record PreparedOp(GivenOp given, OpJudge judge) {

  static PreparedOp of(GivenOp given) {
    return new PreparedOp(given, new OpJudge(given.operands().get()));
  }

  List<OpResult> wanted() {
    return given.wanted();
  }

  /** The cases that the results belong to, as they stand in the report, by their ids. */
  Map<String, ReportRecord.Case> records() {
    WholeOp op = judge.op();
    ConvProblem first = op.form().convolutions().get(0);
    List<Tensor> operands = new ArrayList<>(op.inputs());
    operands.add(op.outputGradient());
    String sha256 = PreparedCase.sha256(operands, first.elementType());
    Map<String, ReportRecord.Case> records = new LinkedHashMap<>();
    given
        .ids()
        .forEach(
            id ->
                records.put(
                    id,
                    new ReportRecord.Case(
                        id,
                        op.form().notation(),
                        first.layout().name(),
                        first.filterLayout().name(),
                        first.elementType().name().toLowerCase(Locale.ROOT),
                        Tier.REAL.id(),
                        sha256)));
    return records;
  }

  /** What the record of {@code result} tells of its case. */
  ReportedCase reported(OpResult result) {
    String id = given.id(result);
    return new OfOp(id, given.form().elementType(), given.repro().apply(id));
  }

  private record OfOp(String id, ElementType elementType, BinaryOperator<String> repro)
      implements ReportedCase {}
}
