package org.conv4j.verify.network;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.conv4j.ElementType;
import org.conv4j.verify.framework.Door;
import org.conv4j.verify.framework.FrameworkOptions;
import org.conv4j.verify.framework.FrameworkUnavailableException;
import org.conv4j.verify.framework.NetworkChild;
import org.conv4j.verify.process.LineProcess;

/** A network behind a door, in a child that has it and waits for requests. */
final class ServedNetwork implements AutoCloseable {

  private static final String SERVER = "org.conv4j.verify.network.child.NetworkServer";
  private static final String STOCK_EXECUTIONER =
      "org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final KnownNetwork network;
  private final Door door;
  private final FrameworkOptions options;
  private final LineProcess process;
  private final NetworkReply.Ready ready;

  /**
   * Starts the child.
   *
   * @throws FrameworkUnavailableException if it does not start, or has not the executioner that the
   *     door promises
   */
  ServedNetwork(
      KnownNetwork network, int batch, ElementType type, Door door, FrameworkOptions options) {
    this.network = network;
    this.door = door;
    this.options = options;
    process =
        NetworkChild.start(
            door, SERVER, List.of(network.id(), Integer.toString(batch), type.name()), options);
    ready = answer(NetworkReply.Ready.class, options.startLimit());
    boolean own = !ready.executioner().equals(STOCK_EXECUTIONER);
    boolean promised = door == Door.OP || door == Door.AGENT;
    if (own != promised) {
      close();
      throw new FrameworkUnavailableException(
          "%s has the executioner %s".formatted(door.id(), ready.executioner()));
    }
  }

  /** CRC-32 of the parameters that it starts from. */
  long checksum() {
    return ready.checksum();
  }

  /** Makes the first iteration; writes the parameters into {@code file}. */
  NetworkReply.Stepped keep(Path file) {
    return ask(new NetworkRequest.Keep(file.toString()), NetworkReply.Stepped.class);
  }

  /** Makes the first iteration; compares the parameters with those in {@code file}. */
  NetworkReply.Stepped compare(Path file) {
    return ask(new NetworkRequest.Compare(file.toString()), NetworkReply.Stepped.class);
  }

  /** Milliseconds of an iteration of training. */
  double fit() {
    return ask(new NetworkRequest.Fit(1), NetworkReply.Laps.class).millis().get(0);
  }

  /** Milliseconds of an output. */
  double output() {
    return ask(new NetworkRequest.Output(1), NetworkReply.Laps.class).millis().get(0);
  }

  @Override
  public void close() {
    process.close();
  }

  private <T extends NetworkReply> T ask(NetworkRequest request, Class<T> expected) {
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
}
