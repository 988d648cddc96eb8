package org.conv4j.verify.report;

import java.io.Serial;

/** A file is no report. The message is one sentence that names the file, the line and the rule. */
public final class ReportFormatException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  /** An exception with that sentence. */
  public ReportFormatException(String message) {
    super(message);
  }
}
