package org.conv4j.verify.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.conv4j.ConvDirection;
import org.conv4j.check.ConvCase;
import org.conv4j.check.Tier;
import org.conv4j.verify.relation.Relations;

/**
 * A relation and the problem on which it is tried.
 *
 * @param relation its id
 * @param convCase the problem, in integers, and the seed
 */
public record PlannedRelation(String relation, ConvCase convCase) {

  /** Multiply-adds: a trial asks for up to twenty results. */
  private static final double AFFORDABLE = 1e6;

  /** Each relation on the first and on the last of the problems of {@code cases} it concerns. */
  static List<PlannedRelation> few(Collection<ConvCase> cases) {
    List<PlannedRelation> planned = new ArrayList<>();
    for (String relation : Relations.ids()) {
      List<ConvCase> concerned = concerned(relation, cases);
      if (!concerned.isEmpty()) {
        Set<ConvCase> chosen = new LinkedHashSet<>();
        chosen.add(concerned.get(0));
        chosen.add(concerned.get(concerned.size() - 1));
        chosen.forEach(each -> planned.add(new PlannedRelation(relation, each)));
      }
    }
    return planned;
  }

  /** Each relation, and that of threads, on every small problem of {@code cases} it concerns. */
  static List<PlannedRelation> all(Collection<ConvCase> cases) {
    List<PlannedRelation> planned = new ArrayList<>();
    List<String> relations = new ArrayList<>(Relations.ids());
    relations.add(Relations.THREADS);
    for (String relation : relations) {
      concerned(relation, cases).forEach(each -> planned.add(new PlannedRelation(relation, each)));
    }
    return planned;
  }

  private static List<ConvCase> concerned(String relation, Collection<ConvCase> cases) {
    return cases.stream()
        .map(each -> new ConvCase(each.problem(), Tier.INTEGER, each.seed()))
        .distinct()
        .filter(each -> each.problem().operations(ConvDirection.FORWARD) / 2 <= AFFORDABLE)
        .filter(each -> Relations.concerns(relation, each.problem()))
        .toList();
  }
}
