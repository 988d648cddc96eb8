package org.conv4j.verify.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.conv4j.check.Verdict;
import org.conv4j.verify.record.ReportRecord;

/**
 * How relations between results fared from one report to a later one. Trials are the same when
 * relation, case and framework are.
 *
 * @param broken trials that are alarming now and were not before, or were not there
 * @param mended trials that hold now and did not before, known or not
 */
public record RelationDiff(List<Change> broken, List<Change> mended) {

  /** Keeps copies. */
  public RelationDiff {
    broken = List.copyOf(broken);
    mended = List.copyOf(mended);
  }

  /**
   * One trial.
   *
   * @param before null when the earlier report does not have it
   * @param now the later one
   */
  public record Change(ReportRecord.Relation before, ReportRecord.Relation now) {}

  private record Key(String relation, String aCase, String framework) {
    static Key of(ReportRecord.Relation trial) {
      return new Key(trial.relation(), trial.case_(), trial.framework());
    }
  }

  /** Compares. */
  static RelationDiff of(List<ReportRecord.Relation> before, List<ReportRecord.Relation> now) {
    Map<Key, ReportRecord.Relation> earlier = new LinkedHashMap<>();
    before.forEach(trial -> earlier.put(Key.of(trial), trial));
    List<Change> broken = new ArrayList<>();
    List<Change> mended = new ArrayList<>();
    for (ReportRecord.Relation trial : now) {
      Change change = new Change(earlier.get(Key.of(trial)), trial);
      if (trial.verdict().alarming() && !wasAlarming(change)) {
        broken.add(change);
      } else if (trial.verdict().right() && wasBroken(change)) {
        mended.add(change);
      }
    }
    return new RelationDiff(broken, mended);
  }

  private static boolean wasAlarming(Change change) {
    return change.before() != null && change.before().verdict().alarming();
  }

  private static boolean wasBroken(Change change) {
    return wasAlarming(change)
        || change.before() != null && change.before().verdict() == Verdict.KNOWN;
  }
}
