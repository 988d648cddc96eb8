package org.conv4j.verify.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.conv4j.verify.framework.Door;

/**
 * What came of timing a network.
 *
 * @param network which
 * @param batch images at once
 * @param threads of each child
 * @param rounds in which every door had its turn
 * @param doors the stock one first
 */
public record NetworkResults(
    KnownNetwork network, int batch, int threads, int rounds, List<Result> doors) {

  /** What rounding makes of parameters in float64, at most. */
  public static final double FLOAT64_LIMIT = 1e-9;

  /** What rounding makes of parameters in float32 where a network does not amplify it. */
  public static final double FLOAT32_LIMIT = 1e-4;

  /** Where it does, how many times stock's own error is still rounding. */
  public static final double FLOAT32_FACTOR = 4;

  /** Copies. */
  public NetworkResults {
    doors = List.copyOf(doors);
  }

  /**
   * One door.
   *
   * @param door which
   * @param fitMillis median of an iteration of training
   * @param outputMillis median of an output
   * @param maxParameterDifference from stock after one iteration from the same state, both in
   *     float64: the largest difference by the largest parameter
   * @param float32Error difference of the float32 parameters from stock's float64 ones after that
   *     iteration, by the largest parameter; the stock network has such an error, too
   * @param layersTaken convolutions that conv4j computes
   * @param layers convolutions that there are
   */
  public record Result(
      Door door,
      double fitMillis,
      double outputMillis,
      double maxParameterDifference,
      double float32Error,
      int layersTaken,
      int layers) {}

  /** The one that the others are compared with. */
  Result stock() {
    return doors.get(0);
  }

  /**
   * A sentence for each door behind which the network learns something else; a NaN is something
   * else.
   */
  public List<String> alarms() {
    List<String> alarms = new ArrayList<>();
    double limit = Math.max(FLOAT32_LIMIT, FLOAT32_FACTOR * stock().float32Error());
    for (Result each : doors) {
      if (!(each.maxParameterDifference() <= FLOAT64_LIMIT)) {
        alarms.add(
            alarm(each.door(), "float64", each.maxParameterDifference(), "stock's", FLOAT64_LIMIT));
      }
      if (!(each.float32Error() <= limit)) {
        alarms.add(alarm(each.door(), "float32", each.float32Error(), "stock's in float64", limit));
      }
    }
    return alarms;
  }

  private static String alarm(
      Door door, String type, double difference, String from, double limit) {
    return String.format(
        Locale.ROOT,
        "Behind door '%s' the network learns something else: in %s its parameters differ from %s by"
            + " %.2g of the largest, rounding makes at most %.2g.",
        door.id(),
        type,
        from,
        difference,
        limit);
  }
}
