package org.conv4j.verify.report;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file of a report cannot be read or written. The message is one sentence. */
public final class ReportFileException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private ReportFileException(String message, IOException cause) {
    super(message, cause);
  }

  static ReportFileException reading(Path file, IOException cause) {
    return new ReportFileException("cannot read " + file + ": " + why(cause), cause);
  }

  static ReportFileException writing(Path file, IOException cause) {
    return new ReportFileException("cannot write " + file + ": " + why(cause), cause);
  }

  private static String why(IOException cause) {
    if (cause instanceof NoSuchFileException missing) {
      return missing.getFile() + " does not exist";
    }
    if (cause instanceof AccessDeniedException denied) {
      return "permission denied on " + denied.getFile();
    }
    if (cause instanceof FileAlreadyExistsException inTheWay) {
      return inTheWay.getFile() + " is a file, not a folder";
    }
    if (cause instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
