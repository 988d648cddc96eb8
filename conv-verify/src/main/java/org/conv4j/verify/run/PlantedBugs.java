package org.conv4j.verify.run;

import java.util.ArrayList;
import java.util.List;
import org.conv4j.check.ConvCase;
import org.conv4j.verify.cases.Suites;
import org.conv4j.verify.framework.FrameworkOptions;
import org.conv4j.verify.framework.liar.Lie;
import org.conv4j.verify.mutant.KillTable;
import org.conv4j.verify.mutant.Mutants;
import org.conv4j.verify.record.ReportRecord;

/** The test of the checker that goes into every report. */
@FunctionalInterface
public interface PlantedBugs {

  /** Tries the planted bugs. */
  List<ReportRecord.Mutant> tried();

  /**
   * All that ship, on the default suite and seed, whatever the report's own cases are: wrong
   * convolutions in this process, and lying frameworks in processes of their own.
   */
  static PlantedBugs shipped() {
    return () -> {
      List<ConvCase> cases =
          Suites.named(Suites.DEFAULT, RunSelection.DEFAULT_SEED, RunSelection.DEFAULT_COUNT)
              .cases();
      List<ReportRecord.Mutant> tried =
          new ArrayList<>(records(KillTable.of(Mutants.all(), cases)));
      LiarTrial trial = new LiarTrial(FrameworkOptions.defaults(), cases);
      Lie.tried().forEach(lie -> tried.add(trial.of(lie)));
      return List.copyOf(tried);
    };
  }

  /** What the report says of {@code table}. */
  static List<ReportRecord.Mutant> records(KillTable table) {
    return table.entries().stream()
        .map(
            entry ->
                new ReportRecord.Mutant(
                    entry.mutant().id(),
                    entry.killed(),
                    entry.killed() ? entry.killer().id() : null,
                    entry.verdict()))
        .toList();
  }
}
