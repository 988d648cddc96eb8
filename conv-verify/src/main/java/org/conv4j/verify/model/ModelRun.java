package org.conv4j.verify.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;
import org.conv4j.check.Directions;
import org.conv4j.verify.InputException;
import org.conv4j.verify.framework.Dl4jTool;
import org.conv4j.verify.framework.FrameworkOptions;
import org.conv4j.verify.framework.FrameworkUnavailableException;
import org.conv4j.verify.op.OpForm;
import org.conv4j.verify.op.WholeOp;
import org.conv4j.verify.process.FinishedProcess;
import org.conv4j.verify.report.Repro;
import org.conv4j.verify.run.GivenRun.Given;
import org.conv4j.verify.run.GivenRun.GivenCase;
import org.conv4j.verify.run.GivenRun.GivenOp;

/**
 * A user's network, run once by stock DL4J: what its convolutions computed, and with what. The
 * operands lie in a temporary folder until this is closed.
 */
public final class ModelRun implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofMinutes(30);

  private final Path folder;
  private final ModelEvent.Ran network;
  private final List<ModelEvent> layers;

  private ModelRun(Path folder, ModelEvent.Ran network, List<ModelEvent> layers) {
    this.folder = folder;
    this.network = network;
    this.layers = List.copyOf(layers);
  }

  /**
   * What is to be run.
   *
   * @param network file that DL4J's ModelSerializer wrote
   * @param inputs NPY files, one for each of the network's inputs; none for random numbers
   * @param labels NPY files, one for each of the network's outputs; none for random ones
   * @param inputShapes of one example of each input, for random numbers; none for what the
   *     network's file tells
   * @param batch examples, for random numbers
   * @param seed of random numbers
   * @param layers names of what is wanted, as {@link #names} has them; none for all
   */
  public record Wish(
      Path network,
      List<Path> inputs,
      List<Path> labels,
      List<long[]> inputShapes,
      long batch,
      long seed,
      List<String> layers) {}

  /**
   * Runs the network in a child.
   *
   * @throws InputException if the network's file, or the input, cannot be used, or holds numbers
   *     that are not finite, or if the network has no layer that is wanted
   * @throws FrameworkUnavailableException if the child does not come to an end
   */
  public static ModelRun of(Wish wish, FrameworkOptions options) {
    wish.inputs().forEach(ModelRun::check);
    wish.labels().forEach(ModelRun::check);
    Path folder = temporaryFolder();
    boolean done = false;
    try {
      ModelRun run = run(wish, folder, options);
      done = true;
      return run;
    } finally {
      if (!done) {
        remove(folder);
      }
    }
  }

  /** What is not finite would reach every result, expected and actual, and prove nothing. */
  private static void check(Path file) {
    double[] values = NpyFile.read(file).values();
    long wrong = Arrays.stream(values).filter(value -> !Double.isFinite(value)).count();
    if (wrong > 0) {
      throw new InputException(
          "'%s' holds %d elements of %d that are NaN or infinite: nothing can be compared with them"
              .formatted(file, wrong, values.length));
    }
  }

  private static ModelRun run(Wish wish, Path folder, FrameworkOptions options) {
    ModelTask task =
        new ModelTask(
            wish.network().toAbsolutePath().toString(),
            absolute(wish.inputs()),
            absolute(wish.labels()),
            wish.inputShapes(),
            wish.batch(),
            wish.seed(),
            wish.layers(),
            folder.toString());
    FinishedProcess child =
        Dl4jTool.run(
            "model",
            ModelChild.class.getName(),
            List.of("-Dconv4j.enabled=false"),
            List.of(json(task)),
            options,
            LIMIT);
    if (child.exitValue() != 0) {
      throw new FrameworkUnavailableException(
          "the network could not be run: its process died: " + child.end());
    }
    List<ModelEvent> events = child.output().lines().map(ModelRun::event).toList();
    if (!events.isEmpty() && events.get(0) instanceof ModelEvent.Refused refused) {
      throw new InputException(refused.reason().replace(task.network(), wish.network().toString()));
    }
    if (events.isEmpty() || !(events.get(0) instanceof ModelEvent.Ran network)) {
      throw new FrameworkUnavailableException("the network's process ended without a result");
    }
    return new ModelRun(folder, network, events.subList(1, events.size()));
  }

  private static List<String> absolute(List<Path> files) {
    return files.stream().map(file -> file.toAbsolutePath().toString()).toList();
  }

  /** What ran, in one sentence. */
  public String sentence() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s of %d layers, %d of them convolutions"
            .formatted(network.kind(), network.layers(), network.convolutions()));
    for (long[] input : network.inputs()) {
      text.append("; input ").append(Arrays.toString(input));
    }
    return text.append('.').toString();
  }

  /** Whether there is nothing to compare: no layer is a convolution. */
  public boolean nothingToDo() {
    return layers.isEmpty();
  }

  /** What to know about the operands, a sentence each. */
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    if (network.gradientProblem() != null) {
      remarks.add(network.gradientProblem() + ". Output gradients are random.");
    }
    for (ModelEvent layer : layers) {
      if (layer instanceof ModelEvent.LeftOut left) {
        remarks.add("%s (%s) is left out: %s.".formatted(left.name(), left.type(), left.reason()));
      } else if (layer instanceof ModelEvent.Convolution convolution
          && !convolution.realGradient()
          && network.gradientProblem() == null) {
        remarks.add(withoutGradient(convolution.name()));
      } else if (layer instanceof ModelEvent.Op op
          && !op.realGradient()
          && network.gradientProblem() == null) {
        remarks.add(withoutGradient(op.name()));
      }
    }
    notFinite().ifPresent(remarks::add);
    layers.stream().flatMap(layer -> JudgedAs.of(layer).stream()).distinct().forEach(remarks::add);
    return remarks;
  }

  /** What a network has come to that has diverged. */
  private Optional<String> notFinite() {
    List<ModelEvent> computed =
        layers.stream().filter(layer -> !(layer instanceof ModelEvent.LeftOut)).toList();
    List<ModelEvent> wrong = computed.stream().filter(layer -> notFiniteOf(layer) > 0).toList();
    if (wrong.isEmpty()) {
      return Optional.empty();
    }
    ModelEvent first = wrong.get(0);
    return Optional.of(
        ("%d of %d convolutions were given numbers that are NaN or infinite, the first of them %s"
                + " (%d numbers). Of results that these reach, nothing else can be compared.")
            .formatted(wrong.size(), computed.size(), nameOf(first), notFiniteOf(first)));
  }

  private static long notFiniteOf(ModelEvent layer) {
    if (layer instanceof ModelEvent.Convolution convolution) {
      return convolution.notFinite();
    }
    return layer instanceof ModelEvent.Op op ? op.notFinite() : 0;
  }

  private static String nameOf(ModelEvent layer) {
    return layer instanceof ModelEvent.Convolution convolution
        ? convolution.name()
        : ((ModelEvent.Op) layer).name();
  }

  private static String withoutGradient(String name) {
    return "%s: no gradient reaches it, for instance because it is frozen; its output gradient is random."
        .formatted(name);
  }

  /** Names of what can be compared: layers, or their convolutions, and whole ops. */
  public List<String> names() {
    return layers.stream()
        .flatMap(
            layer -> {
              if (layer instanceof ModelEvent.Convolution convolution) {
                return Stream.of(convolution.name());
              }
              return layer instanceof ModelEvent.Op op
                  ? given(op, List.of(ConvDirection.values()), UnaryOperator.identity()).ids()
                  : Stream.of();
            })
        .toList();
  }

  /**
   * Convolutions and whole ops as cases of a report.
   *
   * @param wanted names; empty for all
   * @param directions wanted
   * @param repro adds what repeats the network's run to a command
   */
  public List<Given> cases(
      List<String> wanted, List<ConvDirection> directions, UnaryOperator<String> repro) {
    Predicate<String> asked = name -> wanted.isEmpty() || wanted.contains(name);
    List<Given> cases = new ArrayList<>();
    for (ModelEvent layer : layers) {
      if (layer instanceof ModelEvent.Convolution convolution && asked.test(convolution.name())) {
        cases.add(given(convolution, directions, repro));
      } else if (layer instanceof ModelEvent.Op op) {
        cases.add(given(op, directions, repro).only(asked));
      }
    }
    return cases.stream().filter(each -> each.results() > 0).toList();
  }

  private GivenCase given(
      ModelEvent.Convolution layer, List<ConvDirection> directions, UnaryOperator<String> repro) {
    ConvProblem problem = ConvProblem.parse(layer.notation());
    return new GivenCase(
        layer.name(),
        problem,
        Directions.of(problem).stream().filter(directions::contains).toList(),
        () -> read(() -> OperandFile.read(problem, folder.resolve(layer.file()))),
        repeating(layer.name(), repro));
  }

  private GivenOp given(
      ModelEvent.Op op, List<ConvDirection> directions, UnaryOperator<String> repro) {
    OpForm form =
        OpForm.of(
            op.op(),
            op.arguments(),
            op.notations().stream().map(ConvProblem::parse).toList(),
            op.shapes().size() - 1);
    return new GivenOp(
        op.name(),
        form,
        form.results().stream().filter(each -> directions.contains(each.direction())).toList(),
        () -> {
          List<Tensor> arrays =
              read(
                  () ->
                      OperandFile.read(form.elementType(), op.shapes(), folder.resolve(op.file())));
          int inputs = arrays.size() - 1;
          return new WholeOp(form, arrays.subList(0, inputs), arrays.get(inputs));
        },
        id -> repeating(id, repro));
  }

  private static BinaryOperator<String> repeating(String name, UnaryOperator<String> repro) {
    return (framework, direction) ->
        repro.apply("./conv4j model")
            + " --layer "
            + Repro.word(name)
            + " --frameworks "
            + Repro.word(framework)
            + " --direction "
            + direction;
  }

  private interface Reading<T> {
    T run() throws IOException;
  }

  private static <T> T read(Reading<T> reading) {
    try {
      return reading.run();
    } catch (IOException gone) {
      throw new UncheckedIOException("the operands of a layer are gone", gone);
    }
  }

  @Override
  public void close() {
    remove(folder);
  }

  private static ModelEvent event(String line) {
    try {
      return JSON.readValue(line, ModelEvent.class);
    } catch (JsonProcessingException noEvent) {
      throw new FrameworkUnavailableException(
          "the network's process said something else: " + line, noEvent);
    }
  }

  private static String json(ModelTask task) {
    try {
      return JSON.writeValueAsString(task);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("conv4j-model");
    } catch (IOException failure) {
      throw new InputException("no temporary folder can be made: " + failure.getMessage(), failure);
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException leftBehind) {
      // The system's own cleaning of temporary files takes it.
    }
  }
}
