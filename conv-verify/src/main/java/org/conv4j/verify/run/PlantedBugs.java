package org.conv4j.verify.run;

import java.util.List;
import org.conv4j.verify.cases.Suites;
import org.conv4j.verify.mutant.KillTable;
import org.conv4j.verify.mutant.Mutants;
import org.conv4j.verify.record.ReportRecord;

/** The test of the checker that goes into every report. */
@FunctionalInterface
public interface PlantedBugs {

  /** Tries the planted bugs. */
  KillTable tried();

  /** All that ship, on the default suite and seed, whatever the report's own cases are. */
  static PlantedBugs shipped() {
    return () ->
        KillTable.of(
            Mutants.all(),
            Suites.named(Suites.DEFAULT, RunSelection.DEFAULT_SEED, RunSelection.DEFAULT_COUNT)
                .cases());
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
