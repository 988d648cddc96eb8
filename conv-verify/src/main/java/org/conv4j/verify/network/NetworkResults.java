package org.conv4j.verify.network;

import java.util.List;
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

  /** Relative difference of parameters from which on a door changes more than rounding. */
  public static final double LIMIT = 1e-4;

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
   * @param maxParameterDifference from stock after one iteration from the same state: the largest
   *     difference by the largest parameter
   * @param layersTaken convolutions that conv4j computes
   * @param layers convolutions that there are
   */
  public record Result(
      Door door,
      double fitMillis,
      double outputMillis,
      double maxParameterDifference,
      int layersTaken,
      int layers) {}

  /** The one that the others are compared with. */
  Result stock() {
    return doors.get(0);
  }

  /** Doors behind which the network learns something else; a NaN is something else. */
  public List<Door> different() {
    return doors.stream()
        .filter(each -> !(each.maxParameterDifference() <= LIMIT))
        .map(Result::door)
        .toList();
  }
}
