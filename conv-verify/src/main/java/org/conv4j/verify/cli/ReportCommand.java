package org.conv4j.verify.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import org.conv4j.ConvDirection;
import org.conv4j.check.Tier;
import org.conv4j.verify.OutputFolder;
import org.conv4j.verify.framework.FrameworkOptions;
import org.conv4j.verify.framework.OpenedFrameworks;
import org.conv4j.verify.framework.OpenedFrameworks.Unavailable;
import org.conv4j.verify.report.DiffText;
import org.conv4j.verify.report.KnownDifferences;
import org.conv4j.verify.report.Report;
import org.conv4j.verify.report.ReportDiff;
import org.conv4j.verify.report.ReportReader;
import org.conv4j.verify.report.ReportViews;
import org.conv4j.verify.report.ReportWriter;
import org.conv4j.verify.run.RelationChoice;
import org.conv4j.verify.run.ReportRun;
import org.conv4j.verify.run.RunFile;
import org.conv4j.verify.run.RunPlan;
import org.conv4j.verify.run.RunSelection;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code report}: the main job. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Runs the same convolutions through several frameworks and judges every element.",
      "",
      "Each case runs forward and in all gradients. With integer data a result must equal the"
          + " plain-Java reference exactly; with real data it must lie within the rounding-error"
          + " bound of its own sums. Deliberately wrong implementations run beside the frameworks"
          + " and must be exposed. What is known to be wrong in a released framework is named, and"
          + " is no alarm.",
      ""
    },
    footerHeading = "%nWrites into DIR (an older report in it is replaced, other files stay):%n",
    footer = {
      "  index.html      the report to look at; opens from disk",
      "  report.md       its summary in Markdown",
      "  junit.xml       for build servers",
      "  report.jsonl    every result, one JSON object a line; written as results come",
      "  pictures.jsonl  where results are wrong, and how",
      "  run.json        what was asked, for --resume",
      "",
      "Examples:",
      "  ./conv4j report",
      "  ./conv4j report --suite smoke,resnet50 --out reports/today",
      "  ./conv4j report --suite random --cases 500 --seed 7 --frameworks reference,conv-nd4j",
      "  ./conv4j report --case n2_c3h8w8_k4r3s3_sh2sw2_same --direction input-gradient",
      "  ./conv4j report --case n2_c3h8w8_k4r3s3_same --frameworks nd4j --relations all",
      "  ./conv4j report --suite random --cases 500 --frameworks exec:./mine    failures are reduced",
      "  ./conv4j report --frameworks conv-nd4j:portable       one algorithm, forced",
      "  ./conv4j report --resume conv4j-report                after it was killed",
      "  ./conv4j report --diff reports/monday reports/today   exit code 1 if something got worse",
      "",
      "A case is n<batch>_c<channels>h<height>w<width>_k<output channels>r<height>s<width> of the",
      "kernel, then as needed _g2 (groups), _sh2sw2 (stride), _pt1pb1pl1pr1 or _same or _samelower",
      "(padding), _dh2dw2 (dilation), _nhwc, _hwio or _ohwi, _nobias, _f64. A result's reproduction",
      "line names it as notation/tier/seed: the same data, bit for bit."
    },
    exitCodeListHeading = "%nExit codes (the first of 2, 3, 1 that applies):%n",
    exitCodeList = {
      "0:every result is right, known, or left out with its reason",
      "1:a result is wrong or not to be trusted, or a wrong implementation was not exposed",
      "2:bad usage or bad input",
      "3:a requested framework gave no result, or the run proves nothing"
    })
final class ReportCommand implements Callable<Integer> {

  private static final String ALL = "all";

  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Option(
      names = "--suite",
      paramLabel = "NAME",
      split = ",",
      description =
          "Suites to run, separated by commas; './conv4j cases' lists them. Default: smoke.")
  private List<String> suites = new ArrayList<>();

  @Option(
      names = "--frameworks",
      paramLabel = "ID",
      split = ",",
      converter = FrameworkId.class,
      completionCandidates = FrameworkId.All.class,
      defaultValue = "reference,conv-nd4j,nd4j,dl4j",
      description =
          "Frameworks to run, separated by commas, or 'all'. Default: ${DEFAULT-VALUE}. There are"
              + " ${COMPLETION-CANDIDATES}; conv-nd4j:ALGORITHM forces one; exec:PATH is a program"
              + " of your own.")
  private List<String> frameworks;

  @Option(
      names = "--case",
      paramLabel = "NOTATION",
      description =
          "Run this problem instead of a suite, in the integer and the real tier; or exactly the"
              + " case of a whole id, notation/tier/seed. May be repeated.")
  private List<String> cases = new ArrayList<>();

  @Option(
      names = "--tier",
      paramLabel = "TIER",
      converter = TierConverter.class,
      description = "Only this kind of data: integer, real or special.")
  private Tier tier;

  @Option(
      names = "--direction",
      paramLabel = "DIRECTION",
      split = ",",
      converter = DirectionConverter.class,
      description =
          "Only forward, input-gradient, filter-gradient or bias-gradient; several separated by"
              + " commas.")
  private List<ConvDirection> directions = new ArrayList<>();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the data, and of random cases. Default: 1.")
  private Long seed;

  @Option(
      names = "--cases",
      paramLabel = "N",
      description = "Number of random cases, with --suite random. Default: 100.")
  private Integer count;

  @Option(
      names = "--relations",
      paramLabel = "CHOICE",
      converter = RelationConverter.class,
      description =
          "Try relations between a framework's own results, without a reference: none; few (each on"
              + " two small problems); all (each on every problem of the run, and on one thread)."
              + " Default: few in smoke and full, all in relations, none elsewhere.")
  private RelationChoice relations;

  @Option(
      names = "--reduce",
      description =
          "Reduce failing results to the smallest case that fails: the first of each framework,"
              + " direction and verdict. Those of random and full are anyway.")
  private boolean reducing;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "conv4j-report",
      description = "Folder for the report, made if missing. Default: ${DEFAULT-VALUE}.")
  private Path out;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description =
          "Go on with the report in DIR, whose run was killed: no result is lost, none is computed"
              + " again. Alone.")
  private Path resumed;

  @Option(
      names = "--diff",
      arity = "2",
      paramLabel = "DIR",
      description =
          "Show what changed from the report in the first folder to the one in the second. Alone.")
  private List<Path> compared = new ArrayList<>();

  ReportCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    if (!compared.isEmpty()) {
      requireAlone("--diff");
      return diff(compared.get(0), compared.get(1));
    }
    if (resumed != null) {
      requireAlone("--resume");
      return resume();
    }
    return run();
  }

  private int run() {
    RunSelection selection = selection();
    RunPlan plan = selection.plan(frameworkIds());
    plan.frameworks().forEach(surroundings.sessions()::check);
    OutputFolder folder = OutputFolder.prepare(out);
    RunFile.remove(folder);
    ReportWriter.remove(folder.path());
    RunFile.of(selection, plan.frameworks()).write(folder);
    return begin(plan, folder.path());
  }

  private int begin(RunPlan plan, Path folder) {
    return report(
        plan, folder, (run, frameworks) -> run.run(frameworks, folder, surroundings.progress()));
  }

  private int resume() {
    if (!ReportReader.begun(resumed)) {
      return begin(RunFile.read(resumed).plan(), resumed);
    }
    Report begun = ReportReader.read(resumed);
    if (begun.complete()) {
      ReportViews.write(resumed, begun);
      print(begun, List.of(), resumed);
      return exitCode(begun);
    }
    return report(
        RunFile.read(resumed).plan(),
        resumed,
        (run, frameworks) -> run.resume(frameworks, resumed, surroundings.progress()));
  }

  private int report(
      RunPlan plan, Path folder, BiFunction<ReportRun, OpenedFrameworks, Report> way) {
    try (OpenedFrameworks opened =
        OpenedFrameworks.open(plan.frameworks(), surroundings.sessions())) {
      ReportRun run =
          new ReportRun(
              plan,
              KnownDifferences.shipped(),
              surroundings.bugs(),
              surroundings.sessions(),
              FrameworkOptions.defaults().home());
      Report report = way.apply(run, opened);
      print(report, opened.unavailable(), folder);
      return opened.unavailable().isEmpty() ? exitCode(report) : ExitCode.NO_RESULT;
    }
  }

  /** Exit code 1 if something is alarming that was not before, 3 if the later report is invalid. */
  private int diff(Path before, Path now) {
    ReportDiff diff = ReportDiff.of(ReportReader.read(before), ReportReader.read(now));
    PrintWriter output = spec.commandLine().getOut();
    output.print(DiffText.render(diff));
    output.flush();
    if (!diff.defects().isEmpty()) {
      return ExitCode.NO_RESULT;
    }
    return diff.worse() ? ExitCode.ALARMING : ExitCode.GOOD;
  }

  private void requireAlone(String option) {
    List<String> others =
        spec.commandLine().getParseResult().matchedOptions().stream()
            .map(OptionSpec::longestName)
            .filter(name -> !name.equals(option))
            .toList();
    if (!others.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), option + " stands alone, without " + String.join(", ", others));
    }
  }

  private List<String> frameworkIds() {
    List<String> ids = new ArrayList<>();
    for (String id : frameworks) {
      if (id.equals(ALL)) {
        ids.addAll(surroundings.sessions().ids());
      } else {
        ids.add(id);
      }
    }
    return ids;
  }

  private RunSelection selection() {
    Set<ConvDirection> chosen = EnumSet.noneOf(ConvDirection.class);
    chosen.addAll(directions);
    return new RunSelection(
        suites,
        cases,
        Optional.ofNullable(tier),
        chosen,
        Optional.ofNullable(seed),
        Optional.ofNullable(count),
        Optional.ofNullable(relations),
        reducing);
  }

  private void print(Report report, List<Unavailable> missing, Path folder) {
    PrintWriter output = spec.commandLine().getOut();
    new ReportSummary(report).print(output);
    output.println();
    missing.forEach(
        each -> output.printf("%s could not be started: %s%n", each.id(), each.reason()));
    output.println("Report: " + folder.resolve("index.html"));
    output.flush();
  }

  private static int exitCode(Report report) {
    return switch (report.status()) {
      case INVALID -> ExitCode.NO_RESULT;
      case ALARMING -> ExitCode.ALARMING;
      case GOOD -> ExitCode.GOOD;
    };
  }

  private static final class TierConverter implements ITypeConverter<Tier> {
    @Override
    public Tier convert(String text) {
      try {
        return Tier.ofId(text);
      } catch (IllegalArgumentException unknown) {
        throw new TypeConversionException(unknown.getMessage());
      }
    }
  }

  private static final class RelationConverter implements ITypeConverter<RelationChoice> {
    @Override
    public RelationChoice convert(String text) {
      try {
        return RelationChoice.ofId(text);
      } catch (IllegalArgumentException unknown) {
        throw new TypeConversionException(unknown.getMessage());
      }
    }
  }

  static final class DirectionConverter implements ITypeConverter<ConvDirection> {
    @Override
    public ConvDirection convert(String text) {
      try {
        return ConvDirection.ofId(text);
      } catch (IllegalArgumentException unknown) {
        throw new TypeConversionException(unknown.getMessage());
      }
    }
  }
}
