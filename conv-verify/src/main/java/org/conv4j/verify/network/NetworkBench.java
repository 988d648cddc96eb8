package org.conv4j.verify.network;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import org.conv4j.verify.framework.Door;
import org.conv4j.verify.framework.FrameworkOptions;
import org.conv4j.verify.framework.FrameworkUnavailableException;
import org.conv4j.verify.framework.NetworkChild;
import org.conv4j.verify.process.LineProcess;
import org.conv4j.verify.run.Progress;

/**
 * Times one network behind every door: a child for each, all alive, that take turns. First each
 * makes one iteration from the same state, and its parameters are compared with those of the stock
 * one; only the doors that open as they should are timed.
 */
public final class NetworkBench {

  private static final String SERVER = "org.conv4j.verify.network.child.NetworkServer";
  private static final String STOCK_EXECUTIONER =
      "org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner";

  private static final int WARM_UP_ROUNDS = 2;
  private static final int LEAST_ROUNDS = 3;
  private static final int MOST_ROUNDS = 30;

  private static final ObjectMapper JSON = new ObjectMapper();

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
    Map<Door, Served> children = new EnumMap<>(Door.class);
    Path kept = temporary();
    try (Progress progress = display.begin("network", "rounds", WARM_UP_ROUNDS + MOST_ROUNDS)) {
      Map<Door, NetworkReply.Stepped> stepped = new EnumMap<>(Door.class);
      for (Door door : Door.values()) {
        progress.doing(door.id() + " starts and makes its first iteration");
        Served child = new Served(door);
        children.put(door, child);
        refuseAnotherStart(child, children.get(Door.STOCK));
        stepped.put(
            door,
            child.ask(
                door == Door.STOCK
                    ? new NetworkRequest.Keep(kept.toString())
                    : new NetworkRequest.Compare(kept.toString()),
                NetworkReply.Stepped.class));
      }
      Times times = time(children, end, progress);
      return new NetworkResults(
          network,
          batch,
          options.threads(),
          times.rounds(),
          children.keySet().stream().map(door -> result(door, stepped, times)).toList());
    } finally {
      children.values().forEach(Served::close);
      remove(kept);
    }
  }

  private record Times(int rounds, Map<Door, List<Double>> fit, Map<Door, List<Double>> output) {}

  private Times time(Map<Door, Served> children, long end, Progress progress) {
    Times times = new Times(0, new EnumMap<>(Door.class), new EnumMap<>(Door.class));
    List<Door> order = new ArrayList<>(children.keySet());
    order.forEach(
        door -> {
          times.fit().put(door, new ArrayList<>());
          times.output().put(door, new ArrayList<>());
        });
    int rounds = 0;
    for (int round = -WARM_UP_ROUNDS; round < MOST_ROUNDS; round++) {
      if (round >= LEAST_ROUNDS && System.nanoTime() > end) {
        break;
      }
      for (Door door : order) {
        progress.doing(door.id());
        double output = children.get(door).time(new NetworkRequest.Output(1));
        double fit = children.get(door).time(new NetworkRequest.Fit(1));
        if (round >= 0) {
          times.output().get(door).add(output);
          times.fit().get(door).add(fit);
        }
      }
      Collections.rotate(order, 1);
      rounds = Math.max(0, round + 1);
      progress.step();
    }
    return new Times(rounds, times.fit(), times.output());
  }

  private static NetworkResults.Result result(
      Door door, Map<Door, NetworkReply.Stepped> stepped, Times times) {
    NetworkReply.Stepped own = stepped.get(door);
    return new NetworkResults.Result(
        door,
        median(times.fit().get(door)),
        median(times.output().get(door)),
        own.largestDifference() == 0
            ? 0
            : own.largestDifference() / stepped.get(Door.STOCK).largestParameter(),
        own.layersTaken(),
        own.layers());
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  /** Same initial parameters, and the executioner that the door promises. */
  private static void refuseAnotherStart(Served child, Served stock) {
    if (child.ready.checksum() != stock.ready.checksum()) {
      throw new FrameworkUnavailableException(
          "%s starts from other parameters than stock: CRC-32 %x, not %x"
              .formatted(child.door.id(), child.ready.checksum(), stock.ready.checksum()));
    }
    boolean own = !child.ready.executioner().equals(STOCK_EXECUTIONER);
    boolean promised = child.door == Door.OP || child.door == Door.AGENT;
    if (own != promised) {
      throw new FrameworkUnavailableException(
          "%s has the executioner %s".formatted(child.door.id(), child.ready.executioner()));
    }
  }

  /** A child that has its network. */
  private final class Served {
    private final Door door;
    private final LineProcess process;
    private final NetworkReply.Ready ready;

    Served(Door door) {
      this.door = door;
      process =
          NetworkChild.start(door, SERVER, List.of(network.id(), Integer.toString(batch)), options);
      ready = answer(NetworkReply.Ready.class, options.startLimit());
    }

    double time(NetworkRequest request) {
      return ask(request, NetworkReply.Laps.class).millis().get(0);
    }

    <T extends NetworkReply> T ask(NetworkRequest request, Class<T> expected) {
      try {
        process.send(JSON.writerFor(NetworkRequest.class).writeValueAsString(request));
      } catch (IOException failure) {
        throw gone(failure);
      }
      return answer(expected, options.answerLimit());
    }

    private <T extends NetworkReply> T answer(Class<T> expected, Duration limit) {
      try {
        String line = process.next(limit);
        if (line == null) {
          throw new IOException("it ended");
        }
        NetworkReply reply = JSON.readValue(line, NetworkReply.class);
        if (!expected.isInstance(reply)) {
          throw new IOException("it answered " + line);
        }
        return expected.cast(reply);
      } catch (IOException failure) {
        throw gone(failure);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new FrameworkUnavailableException("interrupted while " + door.id() + " was timed");
      }
    }

    private FrameworkUnavailableException gone(IOException failure) {
      close();
      return new FrameworkUnavailableException(
          "%s behind door '%s' gave no result: %s"
              .formatted(network.id(), door.id(), failure.getMessage()),
          failure);
    }

    void close() {
      process.close();
    }
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
