package org.conv4j.verify.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.conv4j.ConvDirection;
import org.conv4j.verify.InputException;
import org.conv4j.verify.record.ReportRecord;

/**
 * The rules of order, for the writer and the reader alike: header first, footer last, a case and a
 * framework before their results, nothing twice. A framework may introduce itself again, as it does
 * when a run is resumed, but not differently.
 */
final class ReportAssembler {

  private static final List<String> DIRECTIONS =
      Arrays.stream(ConvDirection.values()).map(ConvDirection::id).toList();

  private ReportRecord.Header header;
  private final Map<String, ReportRecord.Framework> frameworks = new LinkedHashMap<>();
  private final Map<String, ReportRecord.Case> cases = new LinkedHashMap<>();
  private final Map<ResultKey, ReportRecord.Result> results = new LinkedHashMap<>();
  private final Map<List<String>, ReportRecord.Relation> relations = new LinkedHashMap<>();
  private final Map<ResultKey, ReportRecord.Smallest> smallest = new LinkedHashMap<>();
  private final Map<String, ReportRecord.Mutant> mutants = new LinkedHashMap<>();
  private final Map<String, Picture> pictures = new LinkedHashMap<>();
  private ReportRecord.Footer footer;

  /** What must not appear twice. */
  record ResultKey(String caseId, String framework, String direction) {
    @Override
    public String toString() {
      return "case " + caseId + ", framework " + framework + ", direction " + direction;
    }
  }

  /**
   * Takes the next record.
   *
   * @throws InputException if it may not stand here
   */
  void add(ReportRecord next) {
    if (footer != null) {
      throw new InputException("nothing may follow the footer");
    }
    if (header == null && !(next instanceof ReportRecord.Header)) {
      throw new InputException("the first record must be the header");
    }
    if (next instanceof ReportRecord.Header first) {
      addHeader(first);
    } else if (next instanceof ReportRecord.Framework framework) {
      addFramework(framework);
    } else if (next instanceof ReportRecord.Case aCase) {
      once(cases.putIfAbsent(aCase.id(), aCase), "case " + aCase.id());
    } else if (next instanceof ReportRecord.Result result) {
      addResult(result);
    } else if (next instanceof ReportRecord.Relation relation) {
      addRelation(relation);
    } else if (next instanceof ReportRecord.Smallest reduced) {
      addSmallest(reduced);
    } else if (next instanceof ReportRecord.Mutant mutant) {
      once(mutants.putIfAbsent(mutant.id(), mutant), "mutant " + mutant.id());
    } else if (next instanceof ReportRecord.Footer last) {
      footer = last;
    }
  }

  /**
   * Takes a picture.
   *
   * @throws InputException if there is one of that result or title already
   */
  void add(Picture picture) {
    once(pictures.putIfAbsent(picture.key(), picture), "picture of " + picture.key());
  }

  boolean begun() {
    return header != null;
  }

  boolean has(ResultKey key) {
    return results.containsKey(key);
  }

  boolean hasCase(String id) {
    return cases.containsKey(id);
  }

  boolean hasFramework(ReportRecord.Framework framework) {
    return framework.equals(frameworks.get(framework.id()));
  }

  boolean hasPicture(String key) {
    return pictures.containsKey(key);
  }

  /** What has been taken so far. */
  Report report() {
    return new Report(
        header,
        new ArrayList<>(frameworks.values()),
        new ArrayList<>(cases.values()),
        new ArrayList<>(results.values()),
        new ArrayList<>(relations.values()),
        new ArrayList<>(smallest.values()),
        new ArrayList<>(mutants.values()),
        footer,
        List.copyOf(pictures.values()));
  }

  private void addHeader(ReportRecord.Header first) {
    once(header, "the header");
    if (first.schema() != ReportRecord.Header.SCHEMA) {
      throw new InputException(
          "format %d is not known: this version reads format %d"
              .formatted(first.schema(), ReportRecord.Header.SCHEMA));
    }
    header = first;
  }

  private void addFramework(ReportRecord.Framework framework) {
    ReportRecord.Framework before = frameworks.putIfAbsent(framework.id(), framework);
    if (before != null && !before.equals(framework)) {
      throw new InputException(
          "framework %s was %s version %s before, now it is %s version %s, or its libraries changed"
              .formatted(
                  framework.id(),
                  before.name(),
                  before.version(),
                  framework.name(),
                  framework.version()));
    }
  }

  boolean hasRelation(String relation, String caseId, String framework) {
    return relations.containsKey(List.of(relation, caseId, framework));
  }

  boolean hasSmallest(ResultKey key) {
    return smallest.containsKey(key);
  }

  private void addRelation(ReportRecord.Relation relation) {
    requireFramework(relation.framework());
    List<String> key = List.of(relation.relation(), relation.case_(), relation.framework());
    once(relations.putIfAbsent(key, relation), "relation " + String.join(", ", key));
  }

  private void addSmallest(ReportRecord.Smallest reduced) {
    ResultKey key = new ResultKey(reduced.case_(), reduced.framework(), reduced.direction());
    if (!results.containsKey(key)) {
      throw new InputException("no result is there of " + key + ", which is said to be reduced");
    }
    once(smallest.putIfAbsent(key, reduced), "smallest case of " + key);
  }

  private void requireFramework(String id) {
    if (!frameworks.containsKey(id)) {
      throw new InputException("no record introduces framework " + id);
    }
  }

  private void addResult(ReportRecord.Result result) {
    if (!cases.containsKey(result.case_())) {
      throw new InputException("no record introduces case " + result.case_());
    }
    requireFramework(result.framework());
    if (!DIRECTIONS.contains(result.direction())) {
      throw new InputException(
          "unknown direction '" + result.direction() + "': expected one of " + DIRECTIONS);
    }
    ResultKey key = new ResultKey(result.case_(), result.framework(), result.direction());
    once(results.putIfAbsent(key, result), "result of " + key);
  }

  private static void once(Object before, String what) {
    if (before != null) {
      throw new InputException(what + " appears twice");
    }
  }
}
