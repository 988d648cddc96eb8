package org.conv4j.verify.run;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.ProblemNotation;
import org.conv4j.Tensor;
import org.conv4j.check.Judge;
import org.conv4j.check.Operands;
import org.conv4j.verify.record.ReportRecord;
import org.conv4j.verify.report.Repro;

/**
 * A case with its data and its judge. May be used by several threads.
 *
 * @param planned the case and its directions
 * @param judge holds the data; computes expected results when first asked
 * @param record as it stands in the report
 * @param repro the command that repeats a result, by framework and direction
 */
record PreparedCase(
    PlannedCase planned, Judge judge, ReportRecord.Case record, BinaryOperator<String> repro)
    implements ReportedCase {

  static PreparedCase of(PlannedCase planned) {
    Judge judge = Judge.of(planned.convCase());
    String id = planned.convCase().id();
    return new PreparedCase(
        planned,
        judge,
        record(id, planned, judge.operands()),
        (framework, direction) -> Repro.command(id, framework, direction));
  }

  /** The case of that id, whose data come from elsewhere. */
  static PreparedCase given(
      String id, PlannedCase planned, Operands operands, BinaryOperator<String> repro) {
    Judge judge = new Judge(planned.convCase().problem(), planned.convCase().tier(), operands);
    return new PreparedCase(planned, judge, record(id, planned, operands), repro);
  }

  @Override
  public String id() {
    return record.id();
  }

  @Override
  public ElementType elementType() {
    return problem().elementType();
  }

  ConvProblem problem() {
    return planned.convCase().problem();
  }

  private static ReportRecord.Case record(String id, PlannedCase planned, Operands operands) {
    ConvProblem problem = planned.convCase().problem();
    return new ReportRecord.Case(
        id,
        ProblemNotation.print(problem),
        problem.layout().name(),
        problem.filterLayout().name(),
        problem.elementType().name().toLowerCase(Locale.ROOT),
        planned.convCase().tier().id(),
        sha256(operands, problem.elementType()));
  }

  private static String sha256(Operands operands, ElementType type) {
    return sha256(
        Stream.of(operands.input(), operands.filter(), operands.bias(), operands.outputGradient())
            .filter(Objects::nonNull)
            .toList(),
        type);
  }

  /** Of the values of {@code tensors}, one after the other, as little-endian elements. */
  static String sha256(List<Tensor> tensors, ElementType type) {
    MessageDigest digest = sha256();
    tensors.forEach(tensor -> digest.update(bytes(tensor, type)));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static ByteBuffer bytes(Tensor tensor, ElementType type) {
    boolean single = type == ElementType.FLOAT32;
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(tensor.size(), single ? Float.BYTES : Double.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (double value : tensor.values()) {
      if (single) {
        bytes.putFloat((float) value);
      } else {
        bytes.putDouble(value);
      }
    }
    return bytes.flip();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
