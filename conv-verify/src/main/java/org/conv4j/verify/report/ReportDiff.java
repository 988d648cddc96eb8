package org.conv4j.verify.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.conv4j.check.Verdict;
import org.conv4j.verify.record.ReportRecord;

/**
 * What changed from one report to a later one. Results are the same when case, framework and
 * direction are.
 *
 * @param surroundings what else differs: versions, libraries, the machine, the thresholds;
 *     sentences
 * @param failing results that are alarming now and were not before, or were not there
 * @param fixed results that are right now and were wrong before, known or not
 * @param otherwise results whose verdict changed in another way
 * @param ratios errors that moved by a tenth of the bound and by a factor of 2 or more, largest
 *     first
 * @param relations between results, that do not hold any more, or do again
 * @param survivors planted bugs that the later run did not catch, unless the earlier did not either
 * @param algorithms how many results are computed by another algorithm than before, by framework
 *     and what changed to what; the most frequent first
 * @param speeds how much longer or shorter each framework took
 * @param appeared how many results only the later report has
 * @param gone how many results only the earlier report has
 * @param defects why the later report proves nothing; empty when it does
 */
public record ReportDiff(
    List<String> surroundings,
    List<Change> failing,
    List<Change> fixed,
    List<Change> otherwise,
    List<Change> ratios,
    RelationDiff relations,
    List<String> survivors,
    Map<String, Integer> algorithms,
    List<Speed> speeds,
    long appeared,
    long gone,
    List<String> defects) {

  private static final double SHARE_MOVED = 0.1;
  private static final double FACTOR_MOVED = 2;

  /**
   * One result in both reports.
   *
   * @param before null when the earlier report does not have it
   * @param now the later one
   */
  public record Change(ReportRecord.Result before, ReportRecord.Result now) {}

  /**
   * Times of one framework.
   *
   * @param framework id
   * @param factor geometric mean of time now / time before; above 1 is slower
   * @param results how many were timed in both reports
   */
  public record Speed(String framework, double factor, int results) {}

  /** Whether something is alarming that was not before. */
  public boolean worse() {
    return !failing.isEmpty() || !relations.broken().isEmpty() || !survivors.isEmpty();
  }

  /** Compares. */
  public static ReportDiff of(Report before, Report now) {
    Map<ReportAssembler.ResultKey, ReportRecord.Result> earlier = byKey(before);
    List<Change> failing = new ArrayList<>();
    List<Change> fixed = new ArrayList<>();
    List<Change> otherwise = new ArrayList<>();
    List<Change> ratios = new ArrayList<>();
    Map<String, Integer> algorithms = new LinkedHashMap<>();
    Map<String, List<Double>> factors = new LinkedHashMap<>();
    long appeared = 0;
    for (ReportRecord.Result result : now.results()) {
      ReportRecord.Result old = earlier.remove(key(result));
      Change change = new Change(old, result);
      if (old == null) {
        appeared++;
      }
      boolean wasAlarming = old != null && old.verdict().alarming();
      if (result.verdict().alarming() && !wasAlarming) {
        failing.add(change);
      } else if (old != null && result.verdict().right() && wrong(old.verdict())) {
        fixed.add(change);
      } else if (old != null && result.verdict() != old.verdict()) {
        otherwise.add(change);
      }
      if (old != null) {
        if (moved(old, result)) {
          ratios.add(change);
        }
        if (!Objects.equals(old.algorithm(), result.algorithm())) {
          algorithms.merge(algorithms(old, result), 1, Integer::sum);
        }
        if (timed(old) && timed(result)) {
          factors
              .computeIfAbsent(result.framework(), id -> new ArrayList<>())
              .add(result.millis() / old.millis());
        }
      }
    }
    ratios.sort(Comparator.comparingDouble(ReportDiff::distance).reversed());
    return new ReportDiff(
        surroundings(before, now),
        List.copyOf(failing),
        List.copyOf(fixed),
        List.copyOf(otherwise),
        List.copyOf(ratios),
        RelationDiff.of(before.relations(), now.relations()),
        survivors(before, now),
        mostFrequentFirst(algorithms),
        factors.entrySet().stream().map(entry -> speed(entry.getKey(), entry.getValue())).toList(),
        appeared,
        earlier.size(),
        now.defects());
  }

  private static String algorithms(ReportRecord.Result old, ReportRecord.Result now) {
    return "%s: %s, before %s"
        .formatted(
            now.framework(),
            Objects.requireNonNullElse(now.algorithm(), "none"),
            Objects.requireNonNullElse(old.algorithm(), "none"));
  }

  private static Map<String, Integer> mostFrequentFirst(Map<String, Integer> counts) {
    Map<String, Integer> sorted = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return Collections.unmodifiableMap(sorted);
  }

  private static List<String> survivors(Report before, Report now) {
    Set<String> survived = survivors(before);
    return survivors(now).stream().filter(id -> !survived.contains(id)).toList();
  }

  private static Set<String> survivors(Report report) {
    return report.mutants().stream()
        .filter(mutant -> !mutant.killed())
        .map(ReportRecord.Mutant::id)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Map<ReportAssembler.ResultKey, ReportRecord.Result> byKey(Report report) {
    Map<ReportAssembler.ResultKey, ReportRecord.Result> results = new LinkedHashMap<>();
    report.results().forEach(result -> results.put(key(result), result));
    return results;
  }

  private static ReportAssembler.ResultKey key(ReportRecord.Result result) {
    return new ReportAssembler.ResultKey(result.case_(), result.framework(), result.direction());
  }

  private static boolean wrong(Verdict verdict) {
    return verdict.alarming() || verdict == Verdict.KNOWN;
  }

  private static boolean moved(ReportRecord.Result old, ReportRecord.Result now) {
    Double before = share(old);
    Double after = share(now);
    if (before == null || after == null || before.equals(after)) {
      return false;
    }
    double small = Math.min(before, after);
    double large = Math.max(before, after);
    return large - small >= SHARE_MOVED && large >= FACTOR_MOVED * small;
  }

  private static double distance(Change change) {
    return Math.abs(share(change.now()) - share(change.before()));
  }

  /** The ratio as a share of the bound; null where there is none. */
  private static Double share(ReportRecord.Result result) {
    return result.ratio() == null
            || result.ratio().isNaN()
            || result.bound() == null
            || !(result.bound() > 0)
        ? null
        : Double.valueOf(result.ratio() / result.bound());
  }

  private static boolean timed(ReportRecord.Result result) {
    return result.millis() != null && result.millis() > 0;
  }

  private static Speed speed(String framework, List<Double> factors) {
    double logarithm = factors.stream().mapToDouble(Math::log).average().orElseThrow();
    return new Speed(framework, Math.exp(logarithm), factors.size());
  }

  private static List<String> surroundings(Report before, Report now) {
    List<String> changes = new ArrayList<>();
    ReportRecord.Header old = before.header();
    ReportRecord.Header header = now.header();
    changed(changes, "conv4j", old.tool().version(), header.tool().version());
    changed(changes, "commit", old.tool().commit(), header.tool().commit());
    changed(changes, "Java", old.host().java(), header.host().java());
    changed(changes, "system", old.host().os(), header.host().os());
    changed(changes, "processor", old.host().cpu(), header.host().cpu());
    changed(changes, "cores", old.host().cores(), header.host().cores());
    changed(changes, "suite", old.suite(), header.suite());
    changed(changes, "seed", old.seed(), header.seed());
    changed(changes, "thresholds", old.thresholds(), header.thresholds());
    Map<String, ReportRecord.Framework> earlier = new LinkedHashMap<>();
    before.frameworks().forEach(framework -> earlier.put(framework.id(), framework));
    for (ReportRecord.Framework framework : now.frameworks()) {
      ReportRecord.Framework was = earlier.remove(framework.id());
      if (was == null) {
        changes.add("framework " + framework.id() + " is new");
        continue;
      }
      changed(changes, framework.id() + " version", was.version(), framework.version());
      changed(changes, framework.id() + " threads", was.threads(), framework.threads());
      changed(changes, framework.id() + " executioner", was.executioner(), framework.executioner());
      changed(changes, framework.id() + " helper", was.helper(), framework.helper());
      otherLibraries(changes, was, framework);
    }
    earlier.keySet().forEach(id -> changes.add("framework " + id + " is gone"));
    Map<String, String> data = new LinkedHashMap<>();
    before.cases().forEach(aCase -> data.put(aCase.id(), aCase.inputSha256()));
    long otherData =
        now.cases().stream()
            .filter(
                aCase ->
                    !aCase.inputSha256().equals(data.getOrDefault(aCase.id(), aCase.inputSha256())))
            .count();
    if (otherData > 0) {
      changes.add(Summary.number(otherData) + " cases have other data under the same id");
    }
    return List.copyOf(changes);
  }

  private static void otherLibraries(
      List<String> changes, ReportRecord.Framework before, ReportRecord.Framework now) {
    Map<String, String> hashes = new LinkedHashMap<>();
    before.libraries().forEach(library -> hashes.put(library.file(), library.sha256()));
    for (ReportRecord.Library library : now.libraries()) {
      String hash = hashes.remove(library.file());
      if (hash == null) {
        changes.add("%s loads %s, which is new".formatted(now.id(), library.file()));
      } else if (!hash.equals(library.sha256())) {
        changes.add("%s loads another %s".formatted(now.id(), library.file()));
      }
    }
    hashes.keySet().forEach(file -> changes.add(now.id() + " no longer loads " + file));
  }

  private static void changed(List<String> changes, String what, Object before, Object now) {
    if (!Objects.equals(before, now)) {
      changes.add("%s: %s, before %s".formatted(what, now, before));
    }
  }
}
