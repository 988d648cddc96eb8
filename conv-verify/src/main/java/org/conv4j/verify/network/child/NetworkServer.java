package org.conv4j.verify.network.child;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import org.conv4j.ElementType;
import org.conv4j.verify.framework.child.ChildLoop;
import org.conv4j.verify.network.KnownNetwork;
import org.conv4j.verify.network.NetworkReply;
import org.conv4j.verify.network.NetworkRequest;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Serves one network: {@link NetworkRequest}s on standard input, {@link NetworkReply}s where {@link
 * ChildLoop#channel} says. Ends with standard input. Arguments: the network's name, the batch, and
 * the element type.
 */
public final class NetworkServer {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final TimedNetwork network;
  private final PrintStream out;

  private NetworkServer(TimedNetwork network, PrintStream out) {
    this.network = network;
    this.out = out;
  }

  /** Serves until standard input ends. */
  public static void main(String[] arguments) {
    try (OutputStream channel = ChildLoop.channel()) {
      System.setOut(System.err);
      new NetworkServer(
              network(
                  KnownNetwork.ofId(arguments[0]),
                  Integer.parseInt(arguments[1]),
                  ElementType.valueOf(arguments[2])),
              new PrintStream(channel, true, StandardCharsets.UTF_8))
          .serve();
    } catch (IOException | RuntimeException failure) {
      failure.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
    Runtime.getRuntime().halt(0);
  }

  private static TimedNetwork network(KnownNetwork network, int batch, ElementType elements) {
    DataType type = elements == ElementType.FLOAT64 ? DataType.DOUBLE : DataType.FLOAT;
    return switch (network) {
      case LENET -> ZooNetwork.lenet(type, batch);
      case RESNET50 -> ZooNetwork.resnet50(type, batch);
      case VGG16 -> ZooNetwork.vgg16(type, batch);
      case DARKNET19 -> ZooNetwork.darknet19(type, batch);
      case SAMEDIFF -> new SameDiffNetwork(type, batch);
    };
  }

  private void serve() throws IOException {
    Parameters initial = new Parameters(network.parameters());
    tell(
        new NetworkReply.Ready(
            Nd4j.getExecutioner().getClass().getName(), initial.count(), initial.checksum()));
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = requests.readLine(); line != null; line = requests.readLine()) {
      tell(answer(JSON.readValue(line, NetworkRequest.class)));
    }
  }

  private NetworkReply answer(NetworkRequest request) throws IOException {
    if (request instanceof NetworkRequest.Keep keep) {
      network.fit();
      Parameters parameters = new Parameters(network.parameters());
      parameters.write(Path.of(keep.file()));
      return stepped(parameters.largest(), 0);
    }
    if (request instanceof NetworkRequest.Compare compare) {
      network.fit();
      Parameters parameters = new Parameters(network.parameters());
      return stepped(parameters.largest(), parameters.largestDifference(Path.of(compare.file())));
    }
    if (request instanceof NetworkRequest.Fit fit) {
      return laps(fit.runs(), network::fitMillis);
    }
    return laps(((NetworkRequest.Output) request).runs(), () -> Stopwatch.millis(network::output));
  }

  private NetworkReply.Stepped stepped(double largest, double difference) {
    network.output();
    return new NetworkReply.Stepped(network.layersTaken(), network.layers(), largest, difference);
  }

  private static NetworkReply.Laps laps(int runs, DoubleSupplier lap) {
    return new NetworkReply.Laps(DoubleStream.generate(lap).limit(runs).boxed().toList());
  }

  private void tell(NetworkReply reply) throws IOException {
    out.println(JSON.writerFor(NetworkReply.class).writeValueAsString(reply));
  }
}
