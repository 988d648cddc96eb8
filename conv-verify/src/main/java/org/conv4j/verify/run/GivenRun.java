package org.conv4j.verify.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.check.ConvCase;
import org.conv4j.check.Operands;
import org.conv4j.check.Tier;
import org.conv4j.check.Verdict;
import org.conv4j.verify.InputException;
import org.conv4j.verify.framework.OpenedFrameworks;
import org.conv4j.verify.op.OpForm;
import org.conv4j.verify.op.OpResult;
import org.conv4j.verify.op.WholeOp;
import org.conv4j.verify.record.ReportRecord;
import org.conv4j.verify.report.KnownDifferences;
import org.conv4j.verify.report.Report;
import org.conv4j.verify.report.ReportViews;
import org.conv4j.verify.report.ReportWriter;

/**
 * A report on cases whose data come from elsewhere, judged as those of the real tier are. One case
 * at a time: the operands of a large network do not fit into memory together.
 *
 * @param title of the report, in the place of a suite's name
 * @param seed that the data came of
 * @param cases with distinct ids
 * @param known failures that are no news
 * @param home folder of the sources, for the report's header
 */
public record GivenRun(
    String title, long seed, List<Given> cases, KnownDifferences known, Path home) {

  /** Copies the list. */
  public GivenRun {
    cases = List.copyOf(cases);
  }

  /** What is to be examined. */
  public sealed interface Given {

    /** How many results each framework is asked for. */
    int results();
  }

  /**
   * An op as a whole and where its operands come from.
   *
   * @param id in the report; results of several filters have cases of their own, whose ids begin
   *     with it
   * @param form what is computed
   * @param wanted those of its results that are asked for
   * @param operands asked for once
   * @param repro the command that repeats a result, by framework and direction, for a case's id
   */
  public record GivenOp(
      String id,
      OpForm form,
      List<OpResult> wanted,
      Supplier<WholeOp> operands,
      Function<String, BinaryOperator<String>> repro)
      implements Given {
    /** Copies the list. */
    public GivenOp {
      wanted = List.copyOf(wanted);
    }

    @Override
    public int results() {
      return wanted.size();
    }

    /** The id of the case that a result belongs to. */
    String id(OpResult result) {
      return result.part() == null ? id : id + "." + result.part();
    }

    /** The ids of all cases that its results belong to. */
    public Stream<String> ids() {
      return wanted.stream().map(this::id).distinct();
    }

    /** The same, of which only the results of some cases are wanted. */
    public GivenOp only(Predicate<String> asked) {
      return new GivenOp(
          id,
          form,
          wanted.stream().filter(result -> asked.test(id(result))).toList(),
          operands,
          repro);
    }
  }

  /**
   * A case and where its data come from.
   *
   * @param id in the report
   * @param problem what is computed
   * @param directions that are asked for; at least one
   * @param operands asked for once
   * @param repro the command that repeats a result, by framework and direction
   */
  public record GivenCase(
      String id,
      ConvProblem problem,
      List<ConvDirection> directions,
      Supplier<Operands> operands,
      BinaryOperator<String> repro)
      implements Given {
    /** Copies the list. */
    public GivenCase {
      directions = List.copyOf(directions);
    }

    @Override
    public int results() {
      return directions.size();
    }
  }

  /**
   * Writes a new report into {@code folder}; an older one there is replaced.
   *
   * @return the finished report
   * @throws InputException if the folder cannot be written
   */
  public Report run(OpenedFrameworks frameworks, Path folder, Progress.Display display) {
    List<Subject> subjects = frameworks.all().stream().map(ReportRun::subject).toList();
    long planned = cases.stream().mapToLong(Given::results).sum() * subjects.size();
    try (ReportWriter writer =
            ReportWriter.create(folder, ReportRun.header(home, title, seed, planned));
        Progress progress = display.begin(title, "results", planned)) {
      subjects.forEach(subject -> writer.write(subject.record()));
      for (Given each : cases) {
        if (each instanceof GivenCase given) {
          examine(given, subjects, writer, progress);
        } else {
          examine((GivenOp) each, subjects, writer, progress);
        }
      }
      Report report = writer.finish(ReportRun.now());
      ReportViews.write(folder, report);
      return report;
    }
  }

  /**
   * Data of one's own may be mostly zeros, after a rectifier or a pooling: that is no doubt about
   * the result, but stays a remark.
   */
  private static ReportRecord.Result asTheDataAre(ReportRecord.Result result) {
    return result.verdict() == Verdict.MISTRUSTED && result.index() != null
        ? result.withVerdict(Verdict.PASS)
        : result;
  }

  private void examine(
      GivenCase each, List<Subject> subjects, ReportWriter writer, Progress progress) {
    PreparedCase prepared =
        PreparedCase.given(
            each.id(),
            new PlannedCase(new ConvCase(each.problem(), Tier.REAL, seed), each.directions()),
            each.operands().get(),
            each.repro());
    writer.write(prepared.record());
    for (Subject subject : subjects) {
      ReportRecord.Framework framework = subject.record();
      for (Subject.Finding finding : subject.examine(prepared, each.directions())) {
        writer.write(known.judge(asTheDataAre(finding.result()), prepared.record(), framework));
        progress.step();
      }
    }
  }

  private void examine(
      GivenOp each, List<Subject> subjects, ReportWriter writer, Progress progress) {
    PreparedOp prepared = PreparedOp.of(each);
    Map<String, ReportRecord.Case> records = prepared.records();
    records.values().forEach(writer::write);
    for (Subject subject : subjects) {
      ReportRecord.Framework framework = subject.record();
      for (ReportRecord.Result result : subject.examine(prepared)) {
        writer.write(known.judge(result, records.get(result.case_()), framework));
        progress.step();
      }
    }
  }
}
