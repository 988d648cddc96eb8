package org.conv4j.verify.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;
import org.conv4j.check.ConvCase;
import org.conv4j.check.Operands;
import org.conv4j.check.Verdict;
import org.conv4j.verify.framework.Answer;
import org.conv4j.verify.framework.FakeFramework;
import org.conv4j.verify.framework.FakeFrameworks;
import org.conv4j.verify.framework.FrameworkSession;
import org.conv4j.verify.mutant.KillTable;
import org.conv4j.verify.mutant.Mutants;
import org.conv4j.verify.record.ReportRecord;
import org.conv4j.verify.report.NamedPicture;
import org.conv4j.verify.report.Report;
import org.conv4j.verify.report.ReportReader;
import org.conv4j.verify.report.ReportWriter;
import org.conv4j.verify.run.PlantedBugs;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.Simple.class)
class ReportCommandTest {

  private static final String NOTATION = "n2_c3h6w5_k4r3s2_same";

  @TempDir private Path folder;

  private final FakeFrameworks frameworks = FakeFrameworks.right("reference", "nd4j");

  private CommandLineRun report(String... arguments) {
    return CommandLineRun.with(frameworks, arguments(arguments));
  }

  private String[] arguments(String... arguments) {
    List<String> all = new ArrayList<>(List.of("report", "--out", folder.toString()));
    all.addAll(List.of(arguments));
    if (!all.contains("--frameworks")) {
      all.addAll(List.of("--frameworks", String.join(",", frameworks.ids())));
    }
    return all.toArray(String[]::new);
  }

  private Report written() {
    return ReportReader.read(folder);
  }

  private Set<String> cases() {
    return written().cases().stream()
        .map(ReportRecord.Case::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** A framework that answers so, and rightly in all directions but the first. */
  private static FrameworkSession answering(Answer answer) {
    return new FakeFramework("odd") {
      @Override
      protected Answer answer(ConvProblem problem, Operands operands, ConvDirection direction) {
        return direction == ConvDirection.FORWARD
            ? answer
            : super.answer(problem, operands, direction);
      }
    };
  }

  private static FrameworkSession offBy(double error) {
    return new FakeFramework("odd") {
      @Override
      protected Answer answer(ConvProblem problem, Operands operands, ConvDirection direction) {
        Tensor result = compute(problem, operands, direction);
        result.values()[result.size() / 2] += error;
        return new Answer.Computed(result, null, 0);
      }
    };
  }

  @Test
  void aRightFrameworkExitsWith0AndWritesEverything() throws IOException {
    CommandLineRun run = report("--case", NOTATION);
    assertEquals(ExitCode.GOOD, run.exitCode(), run.err());
    assertTrue(run.out().contains("reference"), run.out());
    assertTrue(run.lastLine().endsWith("index.html"), run.out());
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          Set.of(
              "index.html", "junit.xml", "pictures.jsonl", "report.jsonl", "report.md", "run.json"),
          files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
    }
    assertEquals(Report.Status.GOOD, written().status());
    assertEquals(2 * 4 * 2, written().results().size());
  }

  @Test
  void aNotationAloneRunsInTheIntegerAndTheRealTier() {
    report("--case", NOTATION, "--seed", "5");
    assertEquals(Set.of(NOTATION + "/integer/5", NOTATION + "/real/5"), cases());
  }

  @Test
  void aWholeIdRunsExactlyThatCase() {
    report("--case", NOTATION + "/special/77");
    assertEquals(Set.of(NOTATION + "/special/77"), cases());
  }

  @Test
  void severalCasesCanBeNamed() {
    report("--case", NOTATION + "/real/1", "--case", "n1_c1h3w3_k1r1s1/integer/2");
    assertEquals(Set.of(NOTATION + "/real/1", "n1_c1h3w3_k1r1s1/integer/2"), cases());
  }

  @Test
  void theTierOptionLeavesOnlyThatTier() {
    report("--suite", "seed", "--tier", "special");
    assertFalse(cases().isEmpty());
    assertTrue(cases().stream().allMatch(id -> id.endsWith("/special/1")), cases().toString());
  }

  @Test
  void theDirectionOptionLeavesOnlyThatDirection() {
    report("--case", NOTATION, "--direction", "filter-gradient,bias-gradient");
    assertEquals(
        Set.of("filter-gradient", "bias-gradient"),
        written().results().stream()
            .map(ReportRecord.Result::direction)
            .collect(Collectors.toSet()));
  }

  @Test
  void aSeedMakesOtherRandomCasesAndTheSameSeedTheSame() {
    List<Set<String>> runs = new ArrayList<>();
    for (String seed : List.of("1", "1", "2")) {
      report("--suite", "random", "--cases", "6", "--seed", seed, "--frameworks", "nd4j");
      runs.add(cases());
    }
    assertEquals(6, runs.get(0).size());
    assertEquals(runs.get(0), runs.get(1));
    assertFalse(runs.get(0).equals(runs.get(2)));
  }

  @Test
  void twoRunsDifferInNothingButTimes() throws IOException {
    report("--suite", "random", "--cases", "10");
    String first = withoutTimes();
    report("--suite", "random", "--cases", "10");
    assertEquals(first, withoutTimes());
  }

  private String withoutTimes() throws IOException {
    return Files.readString(folder.resolve("report.jsonl"))
        .replaceAll("\"(started|finished)\":\"[^\"]*\"", "")
        .replaceAll("\"millis\":[0-9.]+", "");
  }

  @Test
  void everyReproductionLineRunsExactlyItsResult() {
    report("--case", NOTATION);
    ReportRecord.Result result = written().results().get(5);
    String[] words = result.repro().replace("'", "").split(" ");
    assertEquals("./conv4j", words[0]);
    List<String> again = new ArrayList<>(List.of(words).subList(1, words.length));
    again.addAll(List.of("--out", folder.toString()));
    CommandLineRun run = CommandLineRun.with(frameworks, again.toArray(String[]::new));
    assertEquals(ExitCode.GOOD, run.exitCode(), run.err());
    assertEquals(1, written().results().size());
    ReportRecord.Result repeated = written().results().get(0);
    assertEquals(result.case_(), repeated.case_());
    assertEquals(result.framework(), repeated.framework());
    assertEquals(result.direction(), repeated.direction());
  }

  @Test
  void aWrongElementExitsWith1AndIsShown() {
    frameworks.with("odd", () -> offBy(1));
    CommandLineRun run = report("--case", NOTATION + "/integer/1");
    assertEquals(ExitCode.ALARMING, run.exitCode());
    assertTrue(run.out().contains("FAIL odd, " + NOTATION + "/integer/1, forward"), run.out());
    assertTrue(run.out().contains("--frameworks odd --direction forward"), run.out());
    assertEquals(4L, written().verdicts().get(Verdict.FAIL));
    assertEquals(4, written().pictures().size());
  }

  /** What a framework may say instead of a result, and the verdict on it. */
  enum NoResult {
    DECLINED(new Answer.Declined("not mine"), Verdict.UNSUPPORTED, ExitCode.GOOD),
    FAILED(new Answer.Failed("IllegalStateException: odd"), Verdict.ERROR, ExitCode.ALARMING),
    CRASHED(new Answer.Crashed("signal 11"), Verdict.CRASH, ExitCode.ALARMING),
    HUNG(new Answer.Hung("no answer within 60 s"), Verdict.HANG, ExitCode.ALARMING),
    WRONG_SHAPE(
        new Answer.Computed(Tensor.zeros(1, 2, 3, 4), null, 0), Verdict.FAIL, ExitCode.ALARMING),
    WRONG_AND_CHANGED(
        new Answer.Altered(
            new Answer.Computed(Tensor.zeros(1, 2, 3, 4), null, 0), List.of("input at [0] was 1")),
        Verdict.FAIL,
        ExitCode.ALARMING);

    private final Answer answer;
    private final Verdict verdict;
    private final int exitCode;

    NoResult(Answer answer, Verdict verdict, int exitCode) {
      this.answer = answer;
      this.verdict = verdict;
      this.exitCode = exitCode;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFrameworkWithoutResultIsARowAndTheRunGoesOn(NoResult kind) {
    frameworks.with("odd", () -> answering(kind.answer));
    CommandLineRun run = report("--case", NOTATION + "/integer/1");
    assertEquals(kind.exitCode, run.exitCode(), run.out());
    Map<Verdict, Long> verdicts = written().verdicts();
    assertEquals(1L, verdicts.get(kind.verdict));
    assertEquals(11L, verdicts.get(Verdict.EXACT));
    ReportRecord.Result row =
        written().results().stream()
            .filter(result -> result.verdict() == kind.verdict)
            .findFirst()
            .orElseThrow();
    assertEquals("odd", row.framework());
    assertFalse(row.reason().isBlank());
  }

  @Test
  void aRightResultIsWrongIfItCostTheOperands() {
    frameworks.with(
        "odd",
        () ->
            new FakeFramework("odd") {
              @Override
              protected Answer answer(ConvProblem p, Operands o, ConvDirection d) {
                Answer.Computed right = new Answer.Computed(compute(p, o, d), null, 0);
                return d == ConvDirection.FORWARD
                    ? new Answer.Altered(right, List.of("input at [0] was 1", "bias at [0] was 2"))
                    : right;
              }
            });
    assertEquals(ExitCode.ALARMING, report("--case", NOTATION + "/integer/1").exitCode());
    assertEquals(11L, written().verdicts().get(Verdict.EXACT));
    assertEquals(
        List.of("changed its operands: input at [0] was 1; bias at [0] was 2"),
        written().results().stream()
            .filter(result -> result.verdict() == Verdict.FAIL)
            .map(ReportRecord.Result::reason)
            .toList());
  }

  @Test
  void aFrameworkThatCannotBeStartedIsAccountedForAndExitsWith3() {
    frameworks.without("odd", "odd has no jar for this platform");
    CommandLineRun run = report("--case", NOTATION + "/integer/1");
    assertEquals(ExitCode.NO_RESULT, run.exitCode());
    assertTrue(run.out().contains("odd has no jar for this platform"), run.out());
    assertEquals(4L, written().verdicts().get(Verdict.ERROR));
    assertEquals(List.of(), written().defects());
  }

  @Test
  void anAnswerThatIsMissingIsAnError() {
    frameworks.with(
        "odd",
        () ->
            new FakeFramework("odd") {
              @Override
              public Map<ConvDirection, Answer> run(
                  ConvProblem problem, Operands operands, Set<ConvDirection> directions) {
                return Map.of();
              }
            });
    assertEquals(ExitCode.ALARMING, report("--case", NOTATION + "/integer/1").exitCode());
    assertEquals(4L, written().verdicts().get(Verdict.ERROR));
  }

  @Test
  void aWrongReferenceIsFound() {
    frameworks.with("reference", () -> offBy(1));
    assertEquals(ExitCode.ALARMING, report("--case", NOTATION + "/integer/1").exitCode());
  }

  @Test
  void onlyOurOwnCodeMayNameTheAlgorithmItIsJudgedBy() {
    String threeByThree = "n1_c4h8w8_k4r3s3_pt1pb1pl1pr1/real/1";
    for (String id : List.of("nd4j", "conv-nd4j")) {
      frameworks.with(
          id,
          () ->
              new FakeFramework(id) {
                @Override
                protected Answer answer(ConvProblem p, Operands o, ConvDirection d) {
                  return new Answer.Computed(compute(p, o, d), "winograd4", 0);
                }
              });
    }
    report("--case", threeByThree, "--direction", "forward", "--frameworks", "nd4j,conv-nd4j");
    List<ReportRecord.Result> results = written().results();
    assertTrue(results.get(0).ratio() > 1.5 * results.get(1).ratio(), results.toString());
  }

  @Test
  void aSurvivingPlantedBugExitsWith1() {
    PlantedBugs tooEasy =
        () ->
            PlantedBugs.records(
                KillTable.of(
                    Mutants.published(), List.of(ConvCase.parse("n1_c1h1w1_k1r1s1/integer/1"))));
    CommandLineRun run =
        CommandLineRun.with(frameworks, tooEasy, arguments("--case", NOTATION + "/integer/1"));
    assertEquals(ExitCode.ALARMING, run.exitCode());
    assertTrue(run.out().contains("; not "), run.out());
    assertTrue(written().mutants().stream().anyMatch(mutant -> !mutant.killed()));
  }

  @Test
  void aBrokenRelationIsToldAndExitsWith1() {
    frameworks.with("odd", () -> offBy(1));
    CommandLineRun run = report("--case", NOTATION + "/integer/1", "--relations", "all");
    assertEquals(ExitCode.ALARMING, run.exitCode());
    assertTrue(run.out().contains("Relations between results: "), run.out());
    List<ReportRecord.Relation> relations = written().relations();
    assertTrue(relations.stream().anyMatch(each -> each.relation().equals("threads")));
    assertTrue(
        relations.stream()
            .filter(each -> !each.framework().equals("odd"))
            .allMatch(each -> each.verdict() == Verdict.EXACT));
    Set<String> broken =
        relations.stream()
            .filter(each -> each.verdict() == Verdict.FAIL)
            .map(ReportRecord.Relation::relation)
            .collect(Collectors.toSet());
    assertTrue(broken.containsAll(Set.of("adjoint", "impulse", "padding")), broken.toString());
    assertEquals(
        "./conv4j report --case '" + NOTATION + "/integer/1' --frameworks odd --relations all",
        relations.stream().filter(each -> !each.verdict().right()).findFirst().get().repro());
  }

  @Test
  void relationsOfAFrameworkThatDeclinesAreUnsupported() {
    frameworks.with("odd", () -> answering(new Answer.Declined("no forward")));
    CommandLineRun run = report("--case", NOTATION + "/integer/1", "--relations", "all");
    assertEquals(ExitCode.GOOD, run.exitCode(), run.out());
    assertTrue(
        written().relations().stream()
            .anyMatch(each -> each.verdict() == Verdict.UNSUPPORTED && each.reason() != null));
  }

  @Test
  void relationsAreTriedInTheDefaultSuiteAndOnceOnlyWhenResumed() throws IOException {
    report("--suite", "relations", "--relations", "few");
    Path file = folder.resolve("report.jsonl");
    List<String> lines = Files.readAllLines(file);
    long relations =
        lines.stream().filter(line -> line.contains("\"record\":\"relation\"")).count();
    assertTrue(relations > 40, relations + " relations");
    Files.write(file, lines.subList(0, lines.size() - 1 - (int) relations / 2));
    CommandLineRun resumed =
        CommandLineRun.with(frameworks, "report", "--resume", folder.toString());
    assertEquals(ExitCode.GOOD, resumed.exitCode(), resumed.err());
    assertEquals(relations, written().relations().size());
  }

  @Test
  void aFailureIsReducedToItsSmallestCase() {
    frameworks.with(
        "odd",
        () ->
            new FakeFramework("odd") {
              @Override
              protected Answer answer(ConvProblem p, Operands o, ConvDirection d) {
                boolean wrong = p.stride().height() > 1 && p.kernel().width() > 2;
                return wrong && d == ConvDirection.INPUT_GRADIENT
                    ? new Answer.Failed("no such stride")
                    : super.answer(p, o, d);
              }
            });
    CommandLineRun run =
        report("--case", "n3_c6h15w14_k8r5s4_g2_sh3sw2_same_nhwc_hwio/real/7", "--reduce");
    assertEquals(ExitCode.ALARMING, run.exitCode());
    ReportRecord.Smallest smallest = written().smallest().get(0);
    assertEquals(1, written().smallest().size());
    ConvProblem found = ConvCase.parse(smallest.smallest()).problem();
    assertEquals(2, found.stride().height());
    assertEquals(3, found.kernel().width());
    assertEquals(1, found.kernel().height());
    assertEquals(1, found.inputChannels());
    assertTrue(smallest.tried() > 5);
    assertTrue(run.out().contains(smallest.repro()), run.out());
    assertTrue(smallest.repro().contains(smallest.smallest()), smallest.repro());
  }

  @Test
  void aKnownDifferenceIsNamedAndNoAlarm() {
    String known = "n1_c2h6w6_k3r1s1_sh3sw3_same/integer/1";
    frameworks.with(
        "nd4j",
        () ->
            new FakeFramework("nd4j") {
              @Override
              public org.conv4j.verify.framework.FrameworkInfo info() {
                return new org.conv4j.verify.framework.FrameworkInfo(
                    "nd4j", "ND4J", "1.0.0-M2.1", List.of(), 1, null, null);
              }

              @Override
              protected Answer answer(ConvProblem p, Operands o, ConvDirection d) {
                Tensor result = compute(p, o, d);
                result.values()[0] += 1;
                return new Answer.Computed(result, null, 0);
              }
            });
    CommandLineRun run = report("--case", known, "--direction", "forward");
    assertEquals(ExitCode.GOOD, run.exitCode(), run.out());
    assertTrue(run.out().contains("Known differences:"), run.out());
    assertEquals(1L, written().verdicts().get(Verdict.KNOWN));
  }

  @Test
  void allMeansEveryFramework() {
    report("--case", NOTATION + "/integer/1", "--frameworks", "all");
    assertEquals(
        List.of("reference", "nd4j"),
        written().frameworks().stream().map(ReportRecord.Framework::id).toList());
  }

  @Test
  void theSeedSuiteShowsThePaddedGradient() {
    report("--suite", "seed");
    List<NamedPicture> pictures =
        written().pictures().stream()
            .filter(NamedPicture.class::isInstance)
            .map(NamedPicture.class::cast)
            .toList();
    NamedPicture batched =
        pictures.stream().filter(each -> each.title().contains("n2_c5h10w11")).findFirst().get();
    assertEquals(11, batched.grid().rows());
    assertEquals(13, batched.grid().columns());
    for (int row = 0; row < 11; row++) {
      for (int column = 0; column < 13; column++) {
        boolean frame = row < 1 || row >= 10 || column < 2 || column >= 11;
        assertEquals(frame, batched.grid().values()[row * 13 + column] == 0, row + ", " + column);
      }
    }
  }

  @Test
  void anOlderReportIsReplacedAndOtherFilesStay() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "mine");
    report("--case", NOTATION + "/integer/1");
    report("--case", NOTATION + "/real/2");
    assertEquals(Set.of(NOTATION + "/real/2"), cases());
    assertEquals("mine", Files.readString(folder.resolve("notes.txt")));
  }

  @Test
  void sessionsAreClosed() {
    FakeFramework watched = new FakeFramework("watched");
    frameworks.with("watched", () -> watched);
    report("--case", NOTATION + "/integer/1");
    assertEquals(1, watched.timesClosed());
  }

  @Test
  void aKilledRunIsResumedWithoutLosingOrRepeatingAResult() throws IOException {
    report("--suite", "random", "--cases", "3");
    String whole = withoutTimes();
    Path jsonl = folder.resolve(ReportWriter.REPORT);
    byte[] all = Files.readAllBytes(jsonl);
    for (int keep = 700; keep < all.length; keep += all.length / 9) {
      Files.write(jsonl, java.util.Arrays.copyOf(all, keep));
      Files.deleteIfExists(folder.resolve("index.html"));
      CommandLineRun run = CommandLineRun.with(frameworks, "report", "--resume", folder.toString());
      assertEquals(ExitCode.GOOD, run.exitCode(), run.err());
      assertEquals(whole, withoutTimes(), "killed after " + keep + " bytes");
      assertTrue(Files.exists(folder.resolve("index.html")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing", "", "{\"record\":\"header\",\"schema\":1,\"tool\":{\"ver"})
  void aRunKilledBeforeItsHeaderWasThereIsRunOnResume(String there) throws IOException {
    report("--suite", "random", "--cases", "3", "--seed", "9");
    String whole = withoutTimes();
    for (String view : List.of("index.html", "report.md", "junit.xml", "pictures.jsonl")) {
      Files.delete(folder.resolve(view));
    }
    Path jsonl = folder.resolve(ReportWriter.REPORT);
    if (there.equals("nothing")) {
      Files.delete(jsonl);
    } else {
      Files.writeString(jsonl, there);
    }
    CommandLineRun run = CommandLineRun.with(frameworks, "report", "--resume", folder.toString());
    assertEquals(ExitCode.GOOD, run.exitCode(), run.err());
    assertEquals(whole, withoutTimes());
    assertTrue(Files.exists(folder.resolve("index.html")));
  }

  @Test
  void aNewRunLeavesNothingOfAnOlderOneToBeResumed() throws IOException {
    report("--case", NOTATION);
    frameworks.with(
        "odd",
        () -> {
          assertFalse(Files.exists(folder.resolve(ReportWriter.REPORT)), "the old report is there");
          assertFalse(Files.exists(folder.resolve("index.html")), "the old page is there");
          return offBy(0);
        });
    CommandLineRun run = report("--suite", "seed", "--frameworks", "odd");
    assertEquals(ExitCode.GOOD, run.exitCode(), run.out() + run.err());
  }

  @Test
  void aRunKilledBeforeItsViewsGetsThemOnResume() throws IOException {
    report("--case", NOTATION);
    Files.delete(folder.resolve("index.html"));
    CommandLineRun run = CommandLineRun.with(frameworks, "report", "--resume", folder.toString());
    assertEquals(ExitCode.GOOD, run.exitCode(), run.err());
    assertTrue(Files.exists(folder.resolve("index.html")));
  }

  @Test
  void aDifferenceBetweenReportsIsShown() {
    Path before = folder.resolve("before");
    Path now = folder.resolve("now");
    String[] both = {"report", "--case", NOTATION + "/integer/1", "--frameworks", "odd", "--out"};
    String[] first =
        Stream.concat(Stream.of(both), Stream.of(before.toString())).toArray(String[]::new);
    String[] second =
        Stream.concat(Stream.of(both), Stream.of(now.toString())).toArray(String[]::new);
    CommandLineRun.with(FakeFrameworks.right("odd"), first);
    CommandLineRun.with(frameworks.with("odd", () -> offBy(1)), second);

    CommandLineRun worse = CommandLineRun.of("report", "--diff", before.toString(), now.toString());
    assertEquals(ExitCode.ALARMING, worse.exitCode(), worse.err());
    assertTrue(worse.out().contains("4 new failures"), worse.out());
    CommandLineRun better =
        CommandLineRun.of("report", "--diff", now.toString(), before.toString());
    assertEquals(ExitCode.GOOD, better.exitCode(), better.err());
    assertTrue(better.out().contains("4 fixed"), better.out());
  }
}
