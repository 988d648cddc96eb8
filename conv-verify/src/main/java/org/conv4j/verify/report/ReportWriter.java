package org.conv4j.verify.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.conv4j.verify.InputException;
import org.conv4j.verify.IoReason;
import org.conv4j.verify.record.ReportRecord;

/**
 * Writes {@code report.jsonl}, each record as it comes, so that a killed run keeps what it had; and
 * {@code pictures.jsonl} beside it. It refuses what a {@link ReportReader} would refuse. May be
 * used by several threads.
 */
public final class ReportWriter implements AutoCloseable {

  /** The report itself. */
  public static final String REPORT = "report.jsonl";

  /** Pictures that go with it. */
  public static final String PICTURES = "pictures.jsonl";

  private final ReportAssembler assembler;
  private final Path reportFile;
  private final Path picturesFile;
  private final OutputStream records;
  private final OutputStream pictures;

  private ReportWriter(Path folder, ReportAssembler assembler, StandardOpenOption how) {
    this.assembler = assembler;
    this.reportFile = folder.resolve(REPORT);
    this.picturesFile = folder.resolve(PICTURES);
    this.records = open(reportFile, how);
    try {
      this.pictures = open(picturesFile, how);
    } catch (InputException failure) {
      close(records, reportFile);
      throw failure;
    }
  }

  /**
   * Begins a report in {@code folder}, which is made if missing. An older report there is
   * overwritten, and its views are removed: they would not belong to the new one.
   *
   * @throws InputException if the folder cannot be written to
   */
  public static ReportWriter create(Path folder, ReportRecord.Header header) {
    try {
      Files.createDirectories(folder);
    } catch (IOException failure) {
      throw new InputException("cannot write " + folder + ": " + IoReason.of(failure), failure);
    }
    remove(folder);
    ReportWriter writer =
        new ReportWriter(folder, new ReportAssembler(), StandardOpenOption.TRUNCATE_EXISTING);
    writer.write(header);
    return writer;
  }

  /**
   * Removes a report and its views, the views first: what is left at any moment is a report.
   *
   * @throws InputException if the folder refuses
   */
  public static void remove(Path folder) {
    try {
      for (String view : ReportViews.FILES) {
        Files.deleteIfExists(folder.resolve(view));
      }
      Files.deleteIfExists(folder.resolve(PICTURES));
      Files.deleteIfExists(folder.resolve(REPORT));
    } catch (IOException failure) {
      throw new InputException("cannot write " + folder + ": " + IoReason.of(failure), failure);
    }
  }

  /**
   * Goes on with a report that was interrupted: drops a last line that was cut off, keeps all
   * others, and appends.
   *
   * @throws InputException if the folder cannot be read or written to
   * @throws InputException if it holds no report, or one that is finished
   */
  public static ReportWriter resume(Path folder) {
    ReportAssembler assembler = new ReportAssembler();
    long wholeRecords = ReportReader.read(folder.resolve(REPORT), assembler);
    if (assembler.report().complete()) {
      throw new InputException(
          folder.resolve(REPORT) + " is a finished report: there is nothing to resume");
    }
    long wholePictures = ReportReader.readPictures(folder.resolve(PICTURES), assembler);
    repair(folder.resolve(REPORT), wholeRecords);
    repair(folder.resolve(PICTURES), wholePictures);
    return new ReportWriter(folder, assembler, StandardOpenOption.APPEND);
  }

  /** What has been written so far, without a footer. */
  public synchronized Report written() {
    return assembler.report();
  }

  /** Whether that result has been written, before an interruption or since. */
  public synchronized boolean has(String caseId, String framework, String direction) {
    return assembler.has(new ReportAssembler.ResultKey(caseId, framework, direction));
  }

  /**
   * Writes a framework's introduction, unless the same is there already.
   *
   * @throws InputException if the framework introduced itself differently before
   */
  public synchronized void write(ReportRecord.Framework framework) {
    if (!assembler.hasFramework(framework)) {
      append(framework);
    }
  }

  /** Writes a case, unless it is there already. */
  public synchronized void write(ReportRecord.Case aCase) {
    if (!assembler.hasCase(aCase.id())) {
      append(aCase);
    }
  }

  /**
   * Writes a result.
   *
   * @throws InputException if it is there already, or its case or framework is not
   */
  public synchronized void write(ReportRecord.Result result) {
    append(result);
  }

  /** Whether that relation has been tried, before an interruption or since. */
  public synchronized boolean hasRelation(String relation, String caseId, String framework) {
    return assembler.hasRelation(relation, caseId, framework);
  }

  /**
   * Writes whether a relation holds.
   *
   * @throws InputException if it is there already, or its framework is not
   */
  public synchronized void write(ReportRecord.Relation relation) {
    append(relation);
  }

  /** Whether the smallest case of that result has been written. */
  public synchronized boolean hasSmallest(String caseId, String framework, String direction) {
    return assembler.hasSmallest(new ReportAssembler.ResultKey(caseId, framework, direction));
  }

  /**
   * Writes the smallest case of a result.
   *
   * @throws InputException if it is there already, or the result is not
   */
  public synchronized void write(ReportRecord.Smallest smallest) {
    append(smallest);
  }

  /** Writes a mutant's fate. */
  public synchronized void write(ReportRecord.Mutant mutant) {
    append(mutant);
  }

  /** Keeps a picture beside the records, unless there is one of the same thing already. */
  public synchronized void attach(Picture picture) {
    if (!assembler.hasPicture(picture.key())) {
      assembler.add(picture);
      line(pictures, picturesFile, picture);
    }
  }

  /**
   * Writes the footer, with the numbers of what was written, and closes.
   *
   * @return the whole report; {@linkplain Report#status() invalid} if it is not what was planned
   */
  public synchronized Report finish(Instant finished) {
    Report sofar = assembler.report();
    append(
        new ReportRecord.Footer(
            sofar.header().planned(),
            sofar.results().size(),
            sofar.verdicts(),
            finished.toString()));
    close();
    return assembler.report();
  }

  /** Closes the files. Without {@link #finish} the report stays unfinished, and can be resumed. */
  @Override
  public synchronized void close() {
    close(records, reportFile);
    close(pictures, picturesFile);
  }

  private void write(ReportRecord.Header header) {
    append(header);
  }

  private void append(ReportRecord next) {
    assembler.add(next);
    line(records, reportFile, next);
  }

  /** One write, so that a line is in the file as soon as it is written. */
  private static void line(OutputStream to, Path file, Object value) {
    try {
      to.write((Json.line(value) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException failure) {
      throw new InputException("cannot write " + file + ": " + IoReason.of(failure), failure);
    }
  }

  private static OutputStream open(Path file, StandardOpenOption how) {
    try {
      return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how);
    } catch (IOException failure) {
      throw new InputException("cannot write " + file + ": " + IoReason.of(failure), failure);
    }
  }

  /** Cuts a broken end off, and ends the last line if only that was missing. */
  private static void repair(Path file, long wholeLength) {
    if (Files.notExists(file)) {
      return;
    }
    try (SeekableByteChannel channel =
        Files.newByteChannel(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      channel.truncate(wholeLength);
      if (wholeLength > 0) {
        ByteBuffer last = ByteBuffer.allocate(1);
        channel.position(wholeLength - 1).read(last);
        if (last.get(0) != '\n') {
          channel.position(wholeLength).write(ByteBuffer.wrap(new byte[] {'\n'}));
        }
      }
    } catch (IOException failure) {
      throw new InputException("cannot write " + file + ": " + IoReason.of(failure), failure);
    }
  }

  private static void close(OutputStream writer, Path file) {
    try {
      writer.close();
    } catch (IOException failure) {
      throw new InputException("cannot write " + file + ": " + IoReason.of(failure), failure);
    }
  }
}
