package org.conv4j.verify.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.conv4j.ElementType;
import org.conv4j.verify.framework.Door;
import org.conv4j.verify.framework.FrameworkOptions;
import org.conv4j.verify.framework.FrameworkUnavailableException;
import org.conv4j.verify.framework.NetworkChild;
import org.conv4j.verify.process.LineProcess;
import org.conv4j.verify.run.Progress;

/** Trains LeNet in one child after the other, so that none takes another's time. */
public final class Training {

  private static final String CHILD = "org.conv4j.verify.train.child.TrainingChild";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final TrainingTask task;
  private final FrameworkOptions options;

  /**
   * What all children have in common.
   *
   * @param task what they train, of whichever kind
   * @param options threads and limits
   */
  public Training(TrainingTask task, FrameworkOptions options) {
    this.task = task;
    this.options = options;
  }

  /**
   * Trains through {@code doors}, each kind of program first without any.
   *
   * @throws FrameworkUnavailableException if a child cannot be started, dies or hangs, or a stock
   *     one is not stock
   */
  public Trainings run(List<Door> doors, Progress.Display display) {
    List<Plan> plans = plans(doors);
    long iterations = (long) plans.size() * task.epochs() * task.iterations();
    List<TrainingRun> runs = new ArrayList<>();
    Path folder = temporary();
    try (Progress progress = display.begin("training", "iterations", iterations)) {
      for (Plan plan : plans) {
        runs.add(train(plan, folder, progress));
      }
    } finally {
      remove(folder);
    }
    return new Trainings(task, options.threads(), runs);
  }

  private record Plan(NetworkKind kind, Door door) {}

  private static List<Plan> plans(List<Door> doors) {
    List<Plan> plans = new ArrayList<>();
    for (NetworkKind kind : NetworkKind.values()) {
      List<Door> here = doors.stream().filter(door -> kindOf(door) == kind).distinct().toList();
      if (!here.isEmpty()) {
        plans.add(new Plan(kind, Door.STOCK));
        here.stream().filter(door -> door != Door.STOCK).forEach(d -> plans.add(new Plan(kind, d)));
      }
    }
    return plans;
  }

  /** DL4J's convolution layer uses no op that the op door takes; a SameDiff graph has no layers. */
  private static NetworkKind kindOf(Door door) {
    return door == Door.OP ? NetworkKind.SAMEDIFF : NetworkKind.DL4J;
  }

  private TrainingRun train(Plan plan, Path folder, Progress progress) {
    List<String> arguments = new ArrayList<>(task.of(plan.kind()).toArguments());
    arguments.add(folder.toString());
    try (LineProcess child = NetworkChild.start(plan.door(), CHILD, arguments, options)) {
      Listener listener = new Listener(plan, progress);
      Duration limit = options.startLimit();
      for (String line = child.next(limit); line != null; line = child.next(limit)) {
        listener.hear(JSON.readValue(line, TrainingEvent.class));
      }
      return listener.run();
    } catch (IOException failure) {
      throw new FrameworkUnavailableException(
          "the training of %s behind door '%s' gave no result: %s"
              .formatted(plan.kind().title(), plan.door().id(), failure.getMessage()),
          failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new FrameworkUnavailableException("interrupted while a child trained");
    }
  }

  /** Puts together what a child tells. */
  private static final class Listener {
    private final Plan plan;
    private final Progress progress;
    private final List<Double> losses = new ArrayList<>();
    private final List<Double> millis = new ArrayList<>();
    private final List<Double> accuracies = new ArrayList<>();
    private TrainingEvent.Started started;
    private double[] float64;
    private double[] float32;

    Listener(Plan plan, Progress progress) {
      this.plan = plan;
      this.progress = progress;
    }

    void hear(TrainingEvent event) throws IOException {
      if (event instanceof TrainingEvent.Started start) {
        started = start;
      } else if (event instanceof TrainingEvent.Iteration iteration) {
        losses.add(iteration.loss());
        millis.add(iteration.millis());
        progress.step();
      } else if (event instanceof TrainingEvent.Epoch epoch) {
        accuracies.add(epoch.accuracy());
      } else if (event instanceof TrainingEvent.Parameters parameters) {
        double[] values = read(Path.of(parameters.file()));
        if (parameters.type() == ElementType.FLOAT64) {
          float64 = values;
        } else {
          float32 = values;
        }
      }
    }

    TrainingRun run() throws IOException {
      if (started == null || float64 == null || float32 == null || accuracies.isEmpty()) {
        throw new IOException("it ended without having told everything");
      }
      TrainingRun run =
          new TrainingRun(
              plan.kind(),
              plan.door(),
              started.executioner(),
              started.helper(),
              losses,
              millis,
              accuracies,
              float64,
              float32);
      if (plan.door() == Door.STOCK && run.fault().isPresent()) {
        throw new IOException("it is not stock: " + run.fault().get());
      }
      return run;
    }
  }

  private static double[] read(Path file) throws IOException {
    double[] values = new double[Math.toIntExact(Files.size(file) / Double.BYTES)];
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      for (int i = 0; i < values.length; i++) {
        values[i] = in.readDouble();
      }
    }
    return values;
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("conv4j-train");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException leftBehind) {
      // In the system's folder for temporary files.
    }
  }
}
