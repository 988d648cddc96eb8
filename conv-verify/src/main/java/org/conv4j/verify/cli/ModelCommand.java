package org.conv4j.verify.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.conv4j.ConvDirection;
import org.conv4j.verify.InputException;
import org.conv4j.verify.OutputFolder;
import org.conv4j.verify.framework.FrameworkOptions;
import org.conv4j.verify.framework.OpenedFrameworks;
import org.conv4j.verify.model.ModelRun;
import org.conv4j.verify.model.ModelTable;
import org.conv4j.verify.report.KnownDifferences;
import org.conv4j.verify.report.Report;
import org.conv4j.verify.report.Repro;
import org.conv4j.verify.run.GivenRun;
import org.conv4j.verify.run.GivenRun.Given;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code model}: the convolutions of a user's own network. */
@Command(
    name = "model",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Checks every convolution of a saved DL4J network on the operands that it really has.",
      "",
      "The network, a MultiLayerNetwork or ComputationGraph saved by ModelSerializer, is run once as"
          + " a step of training runs it, by stock DL4J. What each convolution"
          + " layer was given (input, weights, bias, output gradient) is then given to stock DL4J"
          + " and to DL4J through conv4j, and every element is judged against the float64"
          + " reference, as in 'report'. Layers that are an op of ND4J (separable, transposed,"
          + " one-dimensional) are judged as a whole, too.",
      ""
    },
    footerHeading = "%nWrites into DIR what 'report' writes: report.jsonl, index.html and so on.%n",
    footer = {
      "",
      "Examples:",
      "  ./conv4j model network.zip",
      "  ./conv4j model network.zip --input pictures.npy --labels classes.npy",
      "  ./conv4j model resnet50.zip --input-shape 3,224,224 --layer conv1,res2a_branch2a",
      "  ./conv4j model network.zip --frameworks dl4j,dl4j-conv4j,nd4j,pytorch"
    },
    exitCodeListHeading = "%nExit codes (the first of 2, 3, 1 that applies):%n",
    exitCodeList = {
      "0:every result is right or known, or the network has no convolution",
      "1:a result is wrong or not to be trusted",
      "2:bad usage, or a file that cannot be used",
      "3:the network could not be run, or a framework could not be started"
    })
final class ModelCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Parameters(arity = "1", paramLabel = "FILE.zip", description = "The network.")
  private Path file;

  @Option(
      names = "--input",
      paramLabel = "X.npy",
      description =
          "The network's input, batch first, as NumPy saves it; integers and floats of any size are"
              + " taken; once for each of several inputs, in the network's order. Default: random"
              + " numbers, standard normal.")
  private List<Path> inputs = new ArrayList<>();

  @Option(
      names = "--labels",
      paramLabel = "Y.npy",
      description =
          "What the network should have answered, in the shape of its output, from which gradients"
              + " come; once for each of several outputs. Default: random ones.")
  private List<Path> labels = new ArrayList<>();

  @Option(
      names = "--input-shape",
      paramLabel = "N",
      converter = ShapeConverter.class,
      description =
          "Shape of one example of random input, without the batch: 3,224,224 for instance; once"
              + " for each of several inputs. Default: what the network's file tells, or the"
              + " smallest square picture that fits.")
  private List<long[]> inputShapes = new ArrayList<>();

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Examples of random input. Default: 2.")
  private Long batch;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of random input, labels and dropout. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--layer",
      paramLabel = "NAME",
      split = ",",
      description = "Only these layers, separated by commas.")
  private List<String> layers = new ArrayList<>();

  @Option(
      names = "--direction",
      paramLabel = "DIRECTION",
      split = ",",
      converter = ReportCommand.DirectionConverter.class,
      description =
          "Only forward, input-gradient, filter-gradient or bias-gradient; several separated by"
              + " commas.")
  private List<ConvDirection> directions = new ArrayList<>();

  @Option(
      names = "--frameworks",
      paramLabel = "ID",
      split = ",",
      converter = FrameworkId.class,
      completionCandidates = FrameworkId.All.class,
      defaultValue = "dl4j,dl4j-conv4j",
      description =
          "Frameworks to compare, separated by commas. Default: ${DEFAULT-VALUE}. There are"
              + " ${COMPLETION-CANDIDATES}.")
  private List<String> frameworks;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "conv4j-model",
      description =
          "Folder for the report, made if missing; an older report in it is replaced. Default:"
              + " ${DEFAULT-VALUE}.")
  private Path out;

  ModelCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    frameworks.forEach(surroundings.sessions()::check);
    try (ModelRun network = ModelRun.of(wish(), FrameworkOptions.defaults())) {
      PrintWriter output = spec.commandLine().getOut();
      output.println(file + ": " + network.sentence());
      network.remarks().forEach(output::println);
      output.flush();
      if (network.nothingToDo()) {
        output.println("Nothing to do: the network has no convolution.");
        output.flush();
        return ExitCode.GOOD;
      }
      return compare(network, output);
    }
  }

  private int compare(ModelRun network, PrintWriter output) {
    List<String> unknown = layers.stream().filter(name -> !network.names().contains(name)).toList();
    if (!unknown.isEmpty()) {
      throw new InputException(
          "no convolution that can be compared is called '%s': there are %s"
              .formatted(unknown.get(0), String.join(", ", network.names())));
    }
    List<Given> cases = network.cases(layers, wanted(), this::repro);
    if (cases.isEmpty()) {
      output.println("Nothing to do: no convolution is left to compare.");
      output.flush();
      return ExitCode.GOOD;
    }
    OutputFolder folder = OutputFolder.prepare(out);
    try (OpenedFrameworks opened = OpenedFrameworks.open(frameworks, surroundings.sessions())) {
      Report report =
          new GivenRun(
                  "model " + file.getFileName(),
                  seed,
                  cases,
                  KnownDifferences.shipped(),
                  FrameworkOptions.defaults().home())
              .run(opened, folder.path(), surroundings.progress());
      print(report, opened, output);
      if (!opened.unavailable().isEmpty()) {
        return ExitCode.NO_RESULT;
      }
      return report.status() == Report.Status.GOOD ? ExitCode.GOOD : ExitCode.ALARMING;
    }
  }

  private void print(Report report, OpenedFrameworks opened, PrintWriter output) {
    output.println();
    output.print(ModelTable.of(report));
    output.println();
    new ReportSummary(report).print(output);
    output.println();
    opened
        .unavailable()
        .forEach(each -> output.printf("%s could not be started: %s%n", each.id(), each.reason()));
    output.println("Report: " + out.resolve("index.html"));
    output.flush();
  }

  private ModelRun.Wish wish() {
    if (!inputs.isEmpty() && (!inputShapes.isEmpty() || batch != null)) {
      throw new InputException(
          "--input brings its own shape: it excludes --input-shape and --batch");
    }
    if (batch != null && batch < 1) {
      throw new InputException("--batch is " + batch + ": it must be at least 1");
    }
    for (long[] shape : inputShapes) {
      if (Arrays.stream(shape).anyMatch(axis -> axis < 1)) {
        throw new InputException(
            "--input-shape is " + text(shape) + ": every number must be at least 1");
      }
    }
    return new ModelRun.Wish(
        file, inputs, labels, inputShapes, batch == null ? 2 : batch, seed, layers);
  }

  private List<ConvDirection> wanted() {
    return directions.isEmpty() ? List.of(ConvDirection.values()) : directions;
  }

  private static String text(long[] shape) {
    return Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(","));
  }

  private String repro(String command) {
    StringBuilder text = new StringBuilder(command).append(' ').append(Repro.word(file.toString()));
    inputs.forEach(each -> text.append(" --input ").append(Repro.word(each.toString())));
    labels.forEach(each -> text.append(" --labels ").append(Repro.word(each.toString())));
    inputShapes.forEach(shape -> text.append(" --input-shape ").append(text(shape)));
    if (batch != null) {
      text.append(" --batch ").append(batch);
    }
    return text.append(" --seed ").append(seed).toString();
  }

  private static final class ShapeConverter implements ITypeConverter<long[]> {
    @Override
    public long[] convert(String text) {
      try {
        return Arrays.stream(text.split(",")).mapToLong(Long::parseLong).toArray();
      } catch (NumberFormatException noNumber) {
        throw new TypeConversionException(
            "'%s' is no shape: expected numbers such as 3,224,224".formatted(text));
      }
    }
  }
}
