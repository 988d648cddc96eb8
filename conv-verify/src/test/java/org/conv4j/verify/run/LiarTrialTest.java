package org.conv4j.verify.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.conv4j.check.ConvCase;
import org.conv4j.check.Verdict;
import org.conv4j.verify.cases.Suites;
import org.conv4j.verify.framework.FrameworkOptions;
import org.conv4j.verify.framework.liar.Lie;
import org.conv4j.verify.mutant.Mutants;
import org.conv4j.verify.record.ReportRecord;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LiarTrialTest {

  private static final List<ConvCase> SMOKE = Suites.named("smoke", 1, 1).cases();

  private static final LiarTrial TRIAL = new LiarTrial(FrameworkOptions.defaults(), SMOKE);

  @Test
  void every_lie_is_exposed_for_what_it_is() {
    Map<Lie, Verdict> verdicts = new EnumMap<>(Lie.class);
    for (Lie lie : Lie.tried()) {
      ReportRecord.Mutant fate = TRIAL.of(lie);
      assertTrue(fate.killed(), fate.toString());
      verdicts.put(lie, fate.verdict());
    }
    Map<Lie, Verdict> expected = new EnumMap<>(Lie.class);
    Lie.tried().forEach(lie -> expected.put(lie, Verdict.ERROR));
    expected.put(Lie.EXITS, Verdict.CRASH);
    expected.put(Lie.SEGMENTATION_FAULT, Verdict.CRASH);
    expected.put(Lie.DIES_AFTER_A_WHILE, Verdict.CRASH);
    expected.put(Lie.HANGS, Verdict.HANG);
    expected.put(Lie.ANSWERS_IN_THE_WRONG_SHAPE, Verdict.FAIL);
    expected.put(Lie.ANSWERS_NEVER_THE_SAME_TWICE, Verdict.FAIL);
    expected.put(Lie.ANSWERS_WHAT_IT_ANSWERED_BEFORE, Verdict.FAIL);
    expected.put(Lie.OVERWRITES_ITS_INPUT, Verdict.FAIL);
    expected.put(Lie.OVERWRITES_ITS_FILTER, Verdict.FAIL);
    assertEquals(expected, verdicts);
  }

  @Test
  void who_refuses_is_not_exposed() {
    ReportRecord.Mutant fate =
        new LiarTrial(FrameworkOptions.defaults(), SMOKE.subList(0, 4)).of(Lie.DECLINES);
    assertEquals(new ReportRecord.Mutant(Lie.DECLINES.id(), false, null, null), fate);
  }

  @Test
  void no_liar_is_named_as_another_planted_bug() {
    List<String> ids =
        Stream.concat(
                Mutants.all().stream().map(mutant -> mutant.id()),
                Lie.tried().stream().map(Lie::id))
            .toList();
    assertEquals(ids.size(), ids.stream().distinct().count());
    assertTrue(ids.size() >= 40, ids.size() + " planted bugs");
  }
}
