package org.conv4j.verify.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.conv4j.ElementType;
import org.conv4j.verify.framework.Door;
import org.conv4j.verify.framework.FrameworkOptions;
import org.conv4j.verify.framework.FrameworkUnavailableException;
import org.conv4j.verify.run.Progress;

/**
 * Times one network behind every door: a child for each, all alive, that take turns. Before that,
 * each makes one iteration from the same state in float64, and in float32; both are compared with
 * what stock computes in float64. Stock in float32 is no measure: batch normalizations amplify
 * rounding, and its own parameters may be off by several percent.
 *
 * <p>Children in float64 live one after the other: they are the large ones.
 */
public final class NetworkBench {

  private static final int WARM_UP_ROUNDS = 2;
  private static final int LEAST_ROUNDS = 3;
  private static final int MOST_ROUNDS = 30;

  private final KnownNetwork network;
  private final int batch;
  private final FrameworkOptions options;

  /**
   * Times {@code network}.
   *
   * @param batch images at once
   * @param options threads and limits
   */
  public NetworkBench(KnownNetwork network, int batch, FrameworkOptions options) {
    this.network = network;
    this.batch = batch;
    this.options = options;
  }

  /**
   * Runs.
   *
   * @param limit after which no further round begins; the least number is made in any case
   * @throws FrameworkUnavailableException if a child cannot be started, dies or hangs, or is not
   *     what its door promises
   */
  public NetworkResults run(Duration limit, Progress.Display display) {
    long end = System.nanoTime() + limit.toNanos();
    Map<Door, ServedNetwork> children = new EnumMap<>(Door.class);
    try {
      FirstIterations first = firstIterations(children, display);
      Times times = time(children, end, display);
      return new NetworkResults(
          network,
          batch,
          options.threads(),
          times.rounds(),
          children.keySet().stream().map(door -> result(door, first, times)).toList());
    } finally {
      children.values().forEach(ServedNetwork::close);
    }
  }

  private record FirstIterations(
      Map<Door, NetworkReply.Stepped> exact, Map<Door, NetworkReply.Stepped> rounded) {}

  /** Those of all doors; the children in float32 stay. */
  private FirstIterations firstIterations(
      Map<Door, ServedNetwork> children, Progress.Display display) {
    FirstIterations first =
        new FirstIterations(new EnumMap<>(Door.class), new EnumMap<>(Door.class));
    SameStart start = new SameStart();
    Path truth = temporary();
    try (Progress progress =
        display.begin("network", "first iterations", 2L * Door.values().length)) {
      for (Door door : Door.values()) {
        progress.doing(door.id() + " in float64");
        try (ServedNetwork child = served(door, ElementType.FLOAT64)) {
          start.check(door, child);
          first.exact().put(door, door == Door.STOCK ? child.keep(truth) : child.compare(truth));
        }
        progress.step();
      }
      for (Door door : Door.values()) {
        progress.doing(door.id() + " in float32");
        ServedNetwork child = served(door, ElementType.FLOAT32);
        children.put(door, child);
        start.check(door, child);
        first.rounded().put(door, child.compare(truth));
        progress.step();
      }
      return first;
    } finally {
      remove(truth);
    }
  }

  private ServedNetwork served(Door door, ElementType type) {
    return new ServedNetwork(network, batch, type, door, options);
  }

  /** All children start from the parameters that the first one has. */
  private static final class SameStart {
    private Long checksum;

    void check(Door door, ServedNetwork child) {
      if (checksum == null) {
        checksum = child.checksum();
      } else if (checksum != child.checksum()) {
        throw new FrameworkUnavailableException(
            "%s starts from other parameters than stock: CRC-32 %x, not %x"
                .formatted(door.id(), child.checksum(), checksum));
      }
    }
  }

  private record Times(int rounds, Map<Door, List<Double>> fit, Map<Door, List<Double>> output) {}

  private Times time(Map<Door, ServedNetwork> children, long end, Progress.Display display) {
    Times times = new Times(0, new EnumMap<>(Door.class), new EnumMap<>(Door.class));
    List<Door> order = new ArrayList<>(children.keySet());
    order.forEach(
        door -> {
          times.fit().put(door, new ArrayList<>());
          times.output().put(door, new ArrayList<>());
        });
    int rounds = 0;
    try (Progress progress = display.begin("network", "rounds", WARM_UP_ROUNDS + MOST_ROUNDS)) {
      for (int round = -WARM_UP_ROUNDS; round < MOST_ROUNDS; round++) {
        if (round >= LEAST_ROUNDS && System.nanoTime() > end) {
          break;
        }
        for (Door door : order) {
          progress.doing(door.id());
          double output = children.get(door).output();
          double fit = children.get(door).fit();
          if (round >= 0) {
            times.output().get(door).add(output);
            times.fit().get(door).add(fit);
          }
        }
        Collections.rotate(order, 1);
        rounds = Math.max(0, round + 1);
        progress.step();
      }
    }
    return new Times(rounds, times.fit(), times.output());
  }

  private static NetworkResults.Result result(Door door, FirstIterations first, Times times) {
    double scale = first.exact().get(Door.STOCK).largestParameter();
    NetworkReply.Stepped rounded = first.rounded().get(door);
    return new NetworkResults.Result(
        door,
        median(times.fit().get(door)),
        median(times.output().get(door)),
        first.exact().get(door).largestDifference() / scale,
        rounded.largestDifference() / scale,
        rounded.layersTaken(),
        rounded.layers());
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  private static Path temporary() {
    try {
      return Files.createTempFile("conv4j-network", ".parameters");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException leftBehind) {
      // In the system's folder for temporary files.
    }
  }
}
