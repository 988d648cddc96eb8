package org.conv4j.verify.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.conv4j.ConvDirection;
import org.conv4j.check.Verdict;
import org.conv4j.verify.InputException;
import org.conv4j.verify.IoReason;
import org.conv4j.verify.record.ReportRecord;

/** What is known to be wrong in released frameworks, so that only news is alarming. */
public final class KnownDifferences {

  /** The shipped file, beside this class. */
  static final String SHIPPED = "known-differences.json";

  private static final String FINDING = " Found: ";

  private final List<KnownDifference> entries;

  private KnownDifferences(List<KnownDifference> entries) {
    Set<String> ids = new HashSet<>();
    for (KnownDifference entry : entries) {
      if (!ids.add(entry.id())) {
        throw new InputException("known difference " + entry.id() + " appears twice");
      }
    }
    this.entries = List.copyOf(entries);
  }

  /** Those shipped with this version. */
  public static KnownDifferences shipped() {
    try (InputStream file = KnownDifferences.class.getResourceAsStream(SHIPPED)) {
      return parse(SHIPPED, file.readAllBytes());
    } catch (IOException broken) {
      throw new IllegalStateException("cannot read the resource " + SHIPPED, broken);
    }
  }

  /**
   * Those of a file.
   *
   * @throws InputException if it cannot be read
   * @throws InputException if it lists no known differences
   */
  public static KnownDifferences of(Path file) {
    try {
      return parse(file.toString(), Files.readAllBytes(file));
    } catch (IOException failure) {
      throw new InputException("cannot read " + file + ": " + IoReason.of(failure), failure);
    }
  }

  /** Those, in that order: of several that list a failure, the first gives the reason. */
  public static KnownDifferences of(List<KnownDifference> entries) {
    return new KnownDifferences(entries);
  }

  /** All entries. */
  public List<KnownDifference> entries() {
    return entries;
  }

  /** The entries that speak of that framework, case and direction. */
  public List<KnownDifference> find(
      ReportRecord.Case aCase, ReportRecord.Framework framework, ConvDirection direction) {
    return entries.stream().filter(entry -> entry.speaksOf(aCase, framework, direction)).toList();
  }

  /**
   * The result as it stands in the report: a failure that is listed becomes {@link Verdict#KNOWN},
   * a right answer where a failure is listed becomes {@link Verdict#XPASS}; any other stays as it
   * is.
   */
  public ReportRecord.Result judge(
      ReportRecord.Result result, ReportRecord.Case aCase, ReportRecord.Framework framework) {
    Verdict verdict = result.verdict();
    if (!verdict.right() && !verdict.alarming()) {
      return result;
    }
    for (KnownDifference known : find(aCase, framework, ConvDirection.ofId(result.direction()))) {
      if (verdict.right() && known.verdicts().contains(verdict)) {
        return result;
      }
      if (verdict.right()) {
        return with(
            result,
            Verdict.XPASS,
            "%s, although known difference '%s' lists it: %s"
                .formatted(verdict, known.id(), known.reason()));
      }
      if (known.verdicts().contains(verdict)) {
        String found = result.reason() == null ? verdict.name() : verdict + ": " + result.reason();
        return with(
            result, Verdict.KNOWN, known.reason() + " (" + known.link() + ")" + FINDING + found);
      }
    }
    return result;
  }

  /** The part of a {@link Verdict#KNOWN} result's reason that all results of one entry share. */
  public static String withoutFinding(String reason) {
    int finding = reason.indexOf(FINDING);
    return finding < 0 ? reason : reason.substring(0, finding);
  }

  private static ReportRecord.Result with(
      ReportRecord.Result result, Verdict verdict, String reason) {
    return new ReportRecord.Result(
        result.case_(),
        result.framework(),
        result.algorithm(),
        result.direction(),
        verdict,
        result.terms(),
        result.ratio(),
        result.bound(),
        result.index(),
        result.expected(),
        result.actual(),
        result.expectedHex(),
        result.actualHex(),
        result.millis(),
        reason,
        result.repro());
  }

  private static KnownDifferences parse(String name, byte[] json) {
    try {
      return new KnownDifferences(List.of(Json.MAPPER.readValue(json, KnownDifference[].class)));
    } catch (IOException noList) {
      throw new InputException(name + ": " + Json.fault(noList));
    } catch (InputException twice) {
      throw new InputException(name + ": " + twice.getMessage());
    }
  }
}
