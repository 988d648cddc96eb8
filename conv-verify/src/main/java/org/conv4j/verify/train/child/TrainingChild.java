package org.conv4j.verify.train.child;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.conv4j.ElementType;
import org.conv4j.verify.framework.child.ChildLoop;
import org.conv4j.verify.train.TrainingEvent;
import org.conv4j.verify.train.TrainingTask;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trains one LeNet and tells of it. Arguments: those of a {@link TrainingTask}, then the folder for
 * parameters. First a few iterations in float64, whose parameters can be compared closely; then the
 * training, in float32.
 */
public final class TrainingChild {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TEST_BATCH = 250;

  private final TrainingTask task;
  private final Path folder;
  private final PrintStream out;
  private final Digits training = Digits.toTrain();
  private final Digits test = Digits.toTest();

  private TrainingChild(TrainingTask task, Path folder, PrintStream out) throws IOException {
    this.task = task;
    this.folder = folder;
    this.out = out;
  }

  /** Trains, and ends with the process. */
  public static void main(String[] arguments) {
    endWithParent();
    try (OutputStream channel = ChildLoop.channel()) {
      System.setOut(System.err);
      List<String> all = List.of(arguments);
      new TrainingChild(
              TrainingTask.ofArguments(all),
              Path.of(all.get(all.size() - 1)),
              new PrintStream(channel, true, StandardCharsets.UTF_8))
          .run();
    } catch (IOException | RuntimeException failure) {
      failure.printStackTrace();
      System.err.println(failure);
      Runtime.getRuntime().halt(1);
    }
    Runtime.getRuntime().halt(0);
  }

  private static void endWithParent() {
    Thread watch =
        new Thread(
            () -> {
              try {
                System.in.transferTo(OutputStream.nullOutputStream());
              } catch (IOException gone) {
                // As good as its end.
              }
              Runtime.getRuntime().halt(1);
            },
            "parent");
    watch.setDaemon(true);
    watch.start();
  }

  private void run() throws IOException {
    LeNet exact = network(DataType.DOUBLE);
    tell(new TrainingEvent.Started(Nd4j.getExecutioner().getClass().getName(), exact.helper()));
    SplittableRandom order = new SplittableRandom(task.seed());
    int[] digits = shuffled(order);
    for (int i = 0; i < TrainingTask.FLOAT64_ITERATIONS; i++) {
      fit(exact, DataType.DOUBLE, digits, i % task.iterations());
    }
    tellParameters(ElementType.FLOAT64, TrainingTask.FLOAT64_ITERATIONS, exact);

    LeNet network = network(DataType.FLOAT);
    int done = 0;
    for (int epoch = 0; epoch < task.epochs(); epoch++) {
      for (int i = 0; i < task.iterations(); i++) {
        tell(fit(network, DataType.FLOAT, digits, i));
        if (++done == TrainingTask.FLOAT32_ITERATIONS) {
          tellParameters(ElementType.FLOAT32, done, network);
        }
      }
      tell(new TrainingEvent.Epoch(accuracy(network)));
      digits = shuffled(order);
    }
  }

  private LeNet network(DataType type) {
    return switch (task.kind()) {
      case DL4J -> new Dl4jLeNet(type, task.seed());
      case SAMEDIFF -> new SameDiffLeNet(type, task.seed());
    };
  }

  private TrainingEvent.Iteration fit(LeNet network, DataType type, int[] digits, int iteration) {
    int from = iteration * task.batch();
    int[] chosen = Arrays.copyOfRange(digits, from, Math.min(digits.length, from + task.batch()));
    INDArray features = training.features(type, chosen);
    INDArray labels = training.oneHot(type, chosen);
    long start = System.nanoTime();
    double loss = network.fit(features, labels);
    return new TrainingEvent.Iteration(loss, (System.nanoTime() - start) / 1e6);
  }

  private double accuracy(LeNet network) {
    int right = 0;
    for (int from = 0; from < test.size(); from += TEST_BATCH) {
      int[] chosen = IntStream.range(from, Math.min(test.size(), from + TEST_BATCH)).toArray();
      int[] answers = network.output(test.features(DataType.FLOAT, chosen)).argMax(1).toIntVector();
      for (int n = 0; n < chosen.length; n++) {
        right += answers[n] == test.labels()[chosen[n]] ? 1 : 0;
      }
    }
    return (double) right / test.size();
  }

  private int[] shuffled(SplittableRandom random) {
    int[] order = IntStream.range(0, task.digits()).toArray();
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  private void tellParameters(ElementType type, int iterations, LeNet network) throws IOException {
    Path file = Files.createTempFile(folder, "parameters", ".bin");
    try (DataOutputStream stream =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      for (double value : network.parameters()) {
        stream.writeDouble(value);
      }
    }
    tell(new TrainingEvent.Parameters(type, iterations, file.toString()));
  }

  private void tell(TrainingEvent event) {
    try {
      out.println(JSON.writerFor(TrainingEvent.class).writeValueAsString(event));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
