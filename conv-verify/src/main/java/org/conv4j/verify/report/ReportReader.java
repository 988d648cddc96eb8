package org.conv4j.verify.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.conv4j.verify.InputException;
import org.conv4j.verify.IoReason;
import org.conv4j.verify.record.ReportRecord;

/** Reads a report back. */
public final class ReportReader {

  private ReportReader() {}

  /**
   * The report in {@code folder}. A last line that was cut off, as a killed run leaves it, is
   * dropped; the report then is not {@linkplain Report#complete() complete}.
   *
   * @throws InputException if it cannot be read
   * @throws InputException if a line is no record, or not allowed where it stands
   */
  public static Report read(Path folder) {
    ReportAssembler assembler = new ReportAssembler();
    read(folder.resolve(ReportWriter.REPORT), assembler);
    readPictures(folder.resolve(ReportWriter.PICTURES), assembler);
    return assembler.report();
  }

  /** Whether there is a report in {@code folder}, finished or not: at least a whole header. */
  public static boolean begun(Path folder) {
    Path file = folder.resolve(ReportWriter.REPORT);
    if (Files.notExists(file)) {
      return false;
    }
    for (byte each : bytes(file)) {
      if (each == '\n') {
        return true;
      }
    }
    return false;
  }

  /** Reads records and returns the length of the file without a cut-off last line. */
  static long read(Path file, ReportAssembler into) {
    long length =
        lines(file, bytes(file), line -> into.add(Json.MAPPER.readValue(line, ReportRecord.class)));
    if (!into.begun()) {
      throw new InputException(file + " is empty: a report begins with a header");
    }
    return length;
  }

  /** As {@link #read(Path, ReportAssembler)}; a missing file holds no pictures. */
  static long readPictures(Path file, ReportAssembler into) {
    return Files.notExists(file)
        ? 0
        : lines(file, bytes(file), line -> into.add(Json.MAPPER.readValue(line, Picture.class)));
  }

  private interface LineTaker {
    void take(byte[] line) throws IOException;
  }

  private static long lines(Path file, byte[] bytes, LineTaker taker) {
    int number = 1;
    int start = 0;
    while (start < bytes.length) {
      int end = start;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      boolean ended = end < bytes.length;
      try {
        taker.take(Arrays.copyOfRange(bytes, start, end));
      } catch (IOException noRecord) {
        if (!ended) {
          return start;
        }
        throw fault(file, number, Json.fault(noRecord));
      } catch (InputException misplaced) {
        throw fault(file, number, misplaced.getMessage());
      }
      start = end + 1;
      number++;
    }
    return bytes.length;
  }

  private static InputException fault(Path file, int line, String what) {
    return new InputException(file + ", line " + line + ": " + what);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException failure) {
      throw new InputException("cannot read " + file + ": " + IoReason.of(failure), failure);
    }
  }
}
