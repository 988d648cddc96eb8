package org.conv4j.verify.report;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.conv4j.check.Verdict;
import org.conv4j.verify.record.ReportRecord;

/** Trials of relations, counted. */
public final class RelationTrials {

  private RelationTrials() {}

  /** How many hold; and those that do not or say nothing, by verdict. */
  public static String counted(List<ReportRecord.Relation> trials) {
    Map<Verdict, Long> others = new EnumMap<>(Verdict.class);
    trials.stream()
        .filter(each -> !each.verdict().right())
        .forEach(each -> others.merge(each.verdict(), 1L, Long::sum));
    return "%s of %s trials hold%s"
        .formatted(
            Summary.number(trials.stream().filter(each -> each.verdict().right()).count()),
            Summary.number(trials.size()),
            others.entrySet().stream()
                .map(entry -> ", " + Summary.number(entry.getValue()) + " " + entry.getKey())
                .collect(Collectors.joining()));
  }
}
