package org.conv4j.verify.cli;

import java.io.PrintWriter;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.verify.InputException;
import org.conv4j.verify.OutputFolder;
import org.conv4j.verify.bench.BenchPlan;
import org.conv4j.verify.bench.BenchReport;
import org.conv4j.verify.bench.BenchSummary;
import org.conv4j.verify.bench.Benchmark;
import org.conv4j.verify.bench.Scaling;
import org.conv4j.verify.framework.Computation;
import org.conv4j.verify.framework.Conv4jProcess;
import org.conv4j.verify.framework.FrameworkOptions;
import org.conv4j.verify.framework.OpenedFrameworks;
import org.conv4j.verify.framework.SessionSource;
import org.conv4j.verify.network.KnownNetwork;
import org.conv4j.verify.network.NetworkBench;
import org.conv4j.verify.network.NetworkFiles;
import org.conv4j.verify.network.NetworkResults;
import org.conv4j.verify.run.HostInfo;
import org.conv4j.verify.selection.SelectionFiles;
import org.conv4j.verify.selection.SelectionResults;
import org.conv4j.verify.selection.SelectionTask;
import org.conv4j.verify.selection.SelectionTrial;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code bench}: who is how fast. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Times the same convolutions in several frameworks, by turns, in one run.",
      "",
      "Each framework runs in a process of its own and keeps the operands of a case ready. Results"
          + " are checked first: what is wrong is not timed. Then all take turns, at least three"
          + " times round. The machine's own speed in matrix products is measured in the same run.",
      ""
    },
    footerHeading = "%nSuites:%n",
    footer = {
      "  resnet50         torchvision's ResNet-50: 23 convolutions, in their real sizes",
      "  resnet50-dl4j    the variant in DL4J's model zoo: 21",
      "  vgg16            VGG-16: 9",
      "  mobilenet        MobileNet, version 1: 19, depthwise and 1 x 1",
      "  lenet            LeNet of DL4J's model zoo: 2",
      "  seed             the small problems that conv4j began with: 4, in batches of their own",
      "",
      "Writes into DIR (older files of these names are replaced):",
      "  bench.json       every time; written anew after each case",
      "  bench.md         how many times faster, against each and against the best; every case",
      "  bench.svg        bars of GFLOP/s; bench-cases.svg: dots, case by case",
      "  bench-run.json   all of it, for --merge",
      "  network.json, network.md    with --network: training and output, door by door",
      "  scaling.json, scaling.svg    with --scaling: cost against batch, size, channels, threads",
      "  selection.json, selection.md    with --selection: each choice, and what it was made from",
      "",
      "Examples:",
      "  ./conv4j bench",
      "  ./conv4j bench --suite resnet50 --batch 1 --direction forward --minutes 5",
      "  ./conv4j bench --case n8_c64h56w56_k64r3s3_same --frameworks conv-nd4j,conv-nd4j:direct",
      "  ./conv4j bench --transforms --no-vector-api",
      "  ./conv4j bench --suite vgg16 --minutes 5 --out one; ...; ./conv4j bench --merge one,two",
      "  ./conv4j bench --network resnet50 --minutes 10",
      "  ./conv4j bench --scaling --frameworks conv-nd4j,nd4j",
      "  ./conv4j bench --selection --batch 8 --minutes 10",
      "  ./conv4j bench --selection --frameworks conv-nd4j:no-vector,conv-nd4j:transforms"
    },
    exitCodeListHeading = "%nExit codes (the first of 2, 3, 1 that applies):%n",
    exitCodeList = {
      "0:everything was right and timed, or is not offered by a framework",
      "1:a framework computed something wrong, failed or crashed",
      "2:bad usage or bad input",
      "3:a requested framework could not be started, or has no time at all"
    })
final class BenchCommand implements Callable<Integer> {

  private static final String ALL = "all";
  private static final List<String> DEFAULT_SUITES = List.of("resnet50", "vgg16", "mobilenet");
  private static final List<String> DEFAULT_FRAMEWORKS =
      List.of(
          "conv-nd4j",
          "conv-nd4j-onednn",
          "dl4j",
          "nd4j",
          "nd4j-onednn",
          "pytorch",
          "tensorflow",
          "onnxruntime",
          "onednn");
  private static final String CONV4J = "conv-nd4j";
  private static final String TRANSFORMS = "conv-nd4j:transforms";
  private static final List<String> NO_VECTOR =
      List.of("conv-nd4j:no-vector", "conv-nd4j-onednn:no-vector");
  private static final String VECTOR_MODULE = "jdk.incubator.vector";
  private static final Duration ANSWER_LIMIT = Duration.ofMinutes(5);

  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Option(
      names = "--suite",
      paramLabel = "NAME",
      split = ",",
      description =
          "Suites to time, separated by commas. Default: resnet50,vgg16,mobilenet; none with"
              + " --case or --scaling.")
  private List<String> suites = new ArrayList<>();

  @Option(
      names = "--case",
      paramLabel = "NOTATION",
      description = "Time this problem, as it is. May be repeated.")
  private List<String> cases = new ArrayList<>();

  @Option(
      names = "--batch",
      paramLabel = "N",
      split = ",",
      description = "Batches of the suites, separated by commas. Default: 8,1.")
  private List<Long> batches = new ArrayList<>();

  @Option(
      names = "--direction",
      paramLabel = "DIRECTION",
      split = ",",
      converter = ComputationConverter.class,
      description =
          "What is timed: forward, backward (all gradients), input-gradient, filter-gradient,"
              + " bias-gradient; several separated by commas. Default: forward,backward.")
  private List<Computation> computations = new ArrayList<>();

  @Option(
      names = "--frameworks",
      paramLabel = "ID",
      split = ",",
      converter = FrameworkId.class,
      completionCandidates = FrameworkId.All.class,
      description =
          "Frameworks to time, separated by commas, or 'all'. Default: conv4j and all that it is"
              + " compared with. There are ${COMPLETION-CANDIDATES}; conv-nd4j:ALGORITHM forces"
              + " one.")
  private List<String> frameworks = new ArrayList<>();

  @Option(
      names = "--transforms",
      description = "Also time conv-nd4j:transforms, which may use less accurate algorithms.")
  private boolean transforms;

  @Option(
      names = "--no-vector-api",
      description =
          "Also time conv-nd4j:no-vector and conv-nd4j-onednn:no-vector, which do without the"
              + " JDK's Vector API.")
  private boolean noVectorApi;

  @Option(
      names = "--scaling",
      description = "Time how cost grows with batch, image size, channels and threads.")
  private boolean scaling;

  @Option(
      names = "--selection",
      description =
          "Time conv4j's choices instead, each against every algorithm that might have been chosen:"
              + " names those that are more than 10 %% slower than the fastest. Times decide"
              + " nothing about the exit code.")
  private boolean selection;

  @Option(
      names = "--network",
      paramLabel = "NAME",
      description =
          "Time a whole network instead, without conv4j and through each of its doors: lenet,"
              + " resnet50, vgg16, darknet19 or samediff.")
  private String network;

  @Option(
      names = "--merge",
      paramLabel = "DIR",
      split = ",",
      description =
          "Time nothing: put the runs in these folders together, as if they were one. Of two times"
              + " of the same the later one counts.")
  private List<Path> merged = new ArrayList<>();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of each framework. Default: as many as there are processors.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "25",
      description =
          "The whole run is to take no longer: the more there is, the shorter each is timed, but"
              + " at least three times. Default: ${DEFAULT-VALUE}.")
  private int minutes;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "conv4j-bench",
      description = "Folder for the files, made if missing. Default: ${DEFAULT-VALUE}.")
  private Path out;

  BenchCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    if (network != null) {
      return network();
    }
    if (!merged.isEmpty()) {
      return tell(Benchmark.merge(merged, OutputFolder.prepare(out)));
    }
    BenchPlan plan = plan();
    if (selection) {
      return selection(plan);
    }
    List<String> ids = frameworkIds();
    ids.forEach(surroundings.sessions()::check);
    OutputFolder folder = OutputFolder.prepare(out);
    int exitCode = ExitCode.GOOD;
    if (!plan.workloads().isEmpty()) {
      exitCode = bench(plan, ids, folder);
    }
    if (scaling) {
      new Scaling(plan.computations(), threads, limit())
          .run(
              number -> OpenedFrameworks.open(ids, sessions(number)),
              folder,
              surroundings.progress());
      print("Scaling: " + folder.path().resolve("scaling.svg"));
    }
    return exitCode;
  }

  private int network() {
    KnownNetwork known = KnownNetwork.ofId(network);
    demandAtLeastOne();
    if (batches.size() > 1) {
      throw new InputException("--batch names several: a network is timed with one");
    }
    long batch = batches.isEmpty() ? known.batch() : batches.get(0);
    if (batch < 1 || batch > Integer.MAX_VALUE) {
      throw new InputException("batch is " + batch + ": it must be at least 1");
    }
    OutputFolder folder = OutputFolder.prepare(out);
    NetworkResults results =
        new NetworkBench(
                known,
                (int) batch,
                FrameworkOptions.defaults()
                    .withThreads(threads)
                    .withAnswerLimit(ANSWER_LIMIT)
                    .withJvmArguments(jvmArguments(threads)))
            .run(limit(), surroundings.progress());
    NetworkFiles.write(results, HostInfo.thisHost(), folder);
    NetworkFiles.table(results).forEach(this::print);
    results.alarms().forEach(this::print);
    print("Network: " + out.resolve("network.md"));
    return results.alarms().isEmpty() ? ExitCode.GOOD : ExitCode.ALARMING;
  }

  private int selection(BenchPlan plan) {
    List<String> ids = idsOfChoices();
    List<ConvProblem> problems = plan.problems();
    List<ConvDirection> directions = plan.choices();
    if (problems.isEmpty() || directions.isEmpty()) {
      throw new InputException(
          "nothing to choose: --selection times outputs, input gradients and filter gradients");
    }
    OutputFolder folder = OutputFolder.prepare(out);
    double allowance =
        SelectionTrial.allowanceMillis(
            limit(), (long) ids.size() * problems.size() * directions.size());
    SelectionTrial trial =
        new SelectionTrial(
            FrameworkOptions.defaults()
                .withThreads(threads)
                .withAnswerLimit(ANSWER_LIMIT)
                .withJvmArguments(jvmArguments(threads)));
    List<SelectionResults> results = new ArrayList<>();
    for (String id : ids) {
      SelectionTask task =
          new SelectionTask(problems, directions, Conv4jProcess.admitsTransforms(id), allowance);
      results.add(trial.run(id, task, surroundings.progress()));
      SelectionFiles.write(results, HostInfo.thisHost(), folder);
      SelectionFiles.summary(results.get(results.size() - 1)).forEach(this::print);
    }
    print("Selection: " + out.resolve("selection.md"));
    return ExitCode.GOOD;
  }

  /** Of conv4j, with nothing forced. */
  private List<String> idsOfChoices() {
    List<String> ids = new ArrayList<>(frameworks);
    if (ids.isEmpty()) {
      ids.add(CONV4J);
    }
    if (noVectorApi) {
      ids.add(NO_VECTOR.get(0));
    }
    if (transforms) {
      ids.add(TRANSFORMS);
    }
    for (String id : ids) {
      if (!Conv4jProcess.choosesFreely(id)) {
        throw new InputException(
            "'"
                + id
                + "' chooses no algorithm: --selection takes conv-nd4j and conv-nd4j-onednn, also"
                + " with :transforms or :no-vector");
      }
    }
    return ids.stream().distinct().toList();
  }

  private void demandAtLeastOne() {
    if (threads < 1) {
      throw new InputException("--threads is " + threads + ": it must be at least 1");
    }
    if (minutes < 1) {
      throw new InputException("--minutes is " + minutes + ": it must be at least 1");
    }
  }

  private BenchPlan plan() {
    demandAtLeastOne();
    boolean chosen = !suites.isEmpty() || !cases.isEmpty() || scaling;
    return BenchPlan.of(
        chosen ? suites : DEFAULT_SUITES,
        cases,
        batches.isEmpty() ? List.of(8L, 1L) : batches,
        computations.isEmpty() ? List.of(Computation.FORWARD, Computation.BACKWARD) : computations);
  }

  private List<String> frameworkIds() {
    List<String> known = surroundings.sessions().ids();
    List<String> ids = new ArrayList<>();
    if (frameworks.isEmpty()) {
      DEFAULT_FRAMEWORKS.stream().filter(known::contains).forEach(ids::add);
    }
    for (String id : frameworks) {
      if (id.equals(ALL)) {
        ids.addAll(known);
      } else {
        ids.add(id);
      }
    }
    if (noVectorApi) {
      ids.addAll(Math.min(1, ids.size()), NO_VECTOR);
    }
    if (transforms) {
      ids.add(Math.min(1, ids.size()), TRANSFORMS);
    }
    return ids.stream().distinct().toList();
  }

  private int bench(BenchPlan plan, List<String> ids, OutputFolder folder) {
    try (OpenedFrameworks opened = OpenedFrameworks.open(ids, sessions(threads))) {
      BenchReport report =
          new Benchmark(plan, threads, vectorApi(), limit())
              .run(opened, folder, surroundings.progress());
      return tell(report);
    }
  }

  private int tell(BenchReport report) {
    print(BenchSummary.of(report));
    print("Bench: " + out.resolve("bench.md"));
    if (!report.missing().isEmpty() || !report.silent().isEmpty()) {
      return ExitCode.NO_RESULT;
    }
    return report.alarming() ? ExitCode.ALARMING : ExitCode.GOOD;
  }

  private SessionSource sessions(int number) {
    return surroundings
        .sessions()
        .with(
            options ->
                options
                    .withThreads(number)
                    .withAnswerLimit(ANSWER_LIMIT)
                    .withJvmArguments(jvmArguments(number)));
  }

  /**
   * With {@code -Xbatch}, what is compiled is waited for: nothing is timed half compiled. Vectors
   * are exercised before they compute, as in a program: what the compiler saw then decides how well
   * it compiles them.
   */
  private static List<String> jvmArguments(int number) {
    return List.of("-Dconv4j.threads=" + number, "-Dconv4j.vector.from=compiled", "-Xbatch");
  }

  private boolean vectorApi() {
    return ModuleFinder.ofSystem().find(VECTOR_MODULE).isPresent();
  }

  private Duration limit() {
    return Duration.ofMinutes(minutes);
  }

  private void print(String text) {
    PrintWriter output = spec.commandLine().getOut();
    output.println(text);
    output.flush();
  }

  private static final class ComputationConverter implements ITypeConverter<Computation> {
    @Override
    public Computation convert(String text) {
      try {
        return Computation.ofId(text);
      } catch (IllegalArgumentException unknown) {
        throw new TypeConversionException(unknown.getMessage());
      }
    }
  }
}
