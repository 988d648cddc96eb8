package org.conv4j.verify.run;

import java.util.function.BinaryOperator;
import org.conv4j.ElementType;

/** What a result's record tells of its case. */
interface ReportedCase {

  /** In the report. */
  String id();

  /** Of all its arrays. */
  ElementType elementType();

  /** The command that repeats a result, by framework and direction. */
  BinaryOperator<String> repro();
}
