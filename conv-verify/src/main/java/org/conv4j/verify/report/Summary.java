package org.conv4j.verify.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.conv4j.check.Verdict;
import org.conv4j.verify.record.ReportRecord;

/**
 * What a report comes to, in the words and numbers that all views share.
 *
 * @param headline the result in one short sentence
 * @param sentence the numbers behind it
 * @param rows one for each framework, in the order of the report
 * @param attention results that somebody should look at, in the order of the report
 * @param known how often each known difference was met, by its reason without what was found
 * @param mutants how many there were
 * @param killed how many of them were exposed
 */
record Summary(
    String headline,
    String sentence,
    List<Row> rows,
    List<ReportRecord.Result> attention,
    Map<String, Long> known,
    int mutants,
    int killed) {

  /**
   * One framework's numbers.
   *
   * @param framework who
   * @param verdicts how many results have each verdict
   * @param worstShare the largest ratio / bound of its results within the bound; null if none has a
   *     bound
   * @param millis time of all its computations together
   */
  record Row(
      ReportRecord.Framework framework,
      Map<Verdict, Long> verdicts,
      Double worstShare,
      double millis) {

    long count(Outcome outcome) {
      return verdicts.entrySet().stream()
          .filter(entry -> Outcome.of(entry.getKey()) == outcome)
          .mapToLong(Map.Entry::getValue)
          .sum();
    }

    long total() {
      return verdicts.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  static Summary of(Report report) {
    Map<String, Row> rows = new LinkedHashMap<>();
    for (ReportRecord.Framework framework : report.frameworks()) {
      rows.put(framework.id(), new Row(framework, new EnumMap<>(Verdict.class), null, 0));
    }
    List<ReportRecord.Result> attention = new ArrayList<>();
    Map<String, Long> known = new LinkedHashMap<>();
    for (ReportRecord.Result result : report.results()) {
      rows.computeIfPresent(result.framework(), (id, row) -> with(row, result));
      if (result.verdict().alarming()) {
        attention.add(result);
      } else if (result.verdict() == Verdict.KNOWN) {
        known.merge(
            result.framework() + ": " + KnownDifferences.withoutFinding(result.reason()),
            1L,
            Long::sum);
      }
    }
    int killed = (int) report.mutants().stream().filter(ReportRecord.Mutant::killed).count();
    return new Summary(
        headline(report, attention.size(), report.mutants().size() - killed),
        sentence(report, killed) + faultless(rows.values()),
        List.copyOf(rows.values()),
        List.copyOf(attention),
        known,
        report.mutants().size(),
        killed);
  }

  private static Row with(Row row, ReportRecord.Result result) {
    row.verdicts().merge(result.verdict(), 1L, Long::sum);
    Double share = row.worstShare();
    boolean bounded = result.bound() != null && result.bound() > 0 && result.ratio() != null;
    if (result.verdict() == Verdict.PASS && bounded) {
      double found = result.ratio() / result.bound();
      share = share == null ? found : Math.max(share, found);
    }
    double millis = row.millis() + (result.millis() == null ? 0 : result.millis());
    return new Row(row.framework(), row.verdicts(), share, millis);
  }

  private static String headline(Report report, int attention, int survivors) {
    return switch (report.status()) {
      case INVALID -> "This run proves nothing";
      case ALARMING -> {
        List<String> parts = new ArrayList<>();
        if (attention > 0) {
          parts.add(
              attention == 1 ? "1 result needs attention" : attention + " results need attention");
        }
        long broken = report.relations().stream().filter(each -> each.verdict().alarming()).count();
        if (broken > 0) {
          parts.add(broken + (broken == 1 ? " relation does" : " relations do") + " not hold");
        }
        if (survivors > 0) {
          parts.add(survivors + " planted " + (survivors == 1 ? "bug" : "bugs") + " not caught");
        }
        yield String.join(", ", parts);
      }
      case GOOD -> "Nothing unexpected";
    };
  }

  private static String sentence(Report report, int killed) {
    Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    report.verdicts().forEach((v, count) -> counts.merge(Outcome.of(v), count, Long::sum));
    List<String> parts = new ArrayList<>();
    for (Outcome outcome : Outcome.values()) {
      if (outcome == Outcome.RIGHT || counts.get(outcome) > 0) {
        parts.add(number(counts.get(outcome)) + " " + outcome.words());
      }
    }
    String sentence =
        "%s results of %s in %s: %s."
            .formatted(
                number(report.results().size()),
                counted(report.cases().size(), "case"),
                counted(report.frameworks().size(), "framework"),
                String.join(", ", parts));
    return report.mutants().isEmpty()
        ? sentence
        : "%s %d of %d planted bugs were caught."
            .formatted(sentence, killed, report.mutants().size());
  }

  /** Who is right in everything that it computed; empty when nobody is. */
  private static String faultless(Collection<Row> rows) {
    List<String> ids =
        rows.stream()
            .filter(row -> row.count(Outcome.RIGHT) > 0)
            .filter(row -> row.count(Outcome.KNOWN) + row.count(Outcome.ATTENTION) == 0)
            .map(row -> row.framework().id())
            .toList();
    if (ids.isEmpty()) {
      return "";
    }
    return ids.size() == rows.size()
        ? " Each is right in everything that it computed."
        : " Right in everything that they computed: " + String.join(", ", ids) + ".";
  }

  static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String counted(int count, String what) {
    return number(count) + " " + what + (count == 1 ? "" : "s");
  }
}
