package org.conv4j.verify.run;

import java.util.List;
import org.conv4j.ConvDirection;
import org.conv4j.Tensor;
import org.conv4j.verify.record.ReportRecord;

/** A framework of the run, running or not: one column of the report. Used by one thread. */
interface Subject {

  /** How it introduces itself. */
  ReportRecord.Framework record();

  /** One finding for each of {@code directions}, in their order; at least one. */
  List<Finding> examine(PreparedCase prepared, List<ConvDirection> directions);

  /** One result for each that is wanted of the op, in their order. */
  List<ReportRecord.Result> examine(PreparedOp prepared);

  /**
   * A result, and what it was made of.
   *
   * @param result before known differences are considered
   * @param direction of the result
   * @param value what the framework computed; null if that is nothing, or right: nobody looks at it
   */
  record Finding(ReportRecord.Result result, ConvDirection direction, Tensor value) {}
}
