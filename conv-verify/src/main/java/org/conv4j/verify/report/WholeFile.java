package org.conv4j.verify.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files that appear whole or not at all. */
public final class WholeFile {

  private WholeFile() {}

  /**
   * Writes UTF-8 text to {@code file}, replacing what was there. A reader sees the old file or the
   * new one; after a failure the old one is still there. Missing folders are made.
   *
   * @throws ReportFileException if the file cannot be written
   */
  public static void write(Path file, String text) {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes {@code content} to {@code file}, as {@link #write(Path, String)} does.
   *
   * @throws ReportFileException if the file cannot be written
   */
  public static void write(Path file, byte[] content) {
    Path folder = file.toAbsolutePath().getParent();
    try {
      Files.createDirectories(folder);
      Path draft =
          folder.resolve("." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
      try {
        Files.write(draft, content);
        replace(draft, file);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException failure) {
      throw ReportFileException.writing(file, failure);
    }
  }

  private static void replace(Path draft, Path file) throws IOException {
    try {
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException notHere) {
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
