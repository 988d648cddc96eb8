package org.conv4j.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Says in words why a file could not be used; Java's own messages are often just its name. */
public final class IoReason {

  /** Where Jackson says once more which source it reads, which it does not know. */
  private static final String JSON_SOURCE = " \\(start marker at \\[Source: .*?\\]\\)";

  private IoReason() {}

  /** The reason, without the file's name and without a full stop. */
  public static String of(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof NotDirectoryException) {
      return "it is not a folder";
    }
    if (failure instanceof FileAlreadyExistsException taken) {
      return "'" + taken.getFile() + "' is a file, not a folder";
    }
    if (failure instanceof EOFException) {
      return "it ends too early";
    }
    if (failure instanceof FileSystemException inFile && inFile.getReason() != null) {
      return inFile.getReason();
    }
    if (failure instanceof JsonProcessingException json) {
      return json.getOriginalMessage().lines().findFirst().orElse("").replaceAll(JSON_SOURCE, "");
    }
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }
}
