package org.conv4j.verify.train;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.conv4j.verify.framework.Door;

/**
 * How one child trained.
 *
 * @param kind of program
 * @param door it ran behind
 * @param executioner class name of ND4J's executioner there
 * @param helper class name of the convolution layers' helper there; null where there was none
 * @param losses of the iterations
 * @param iterationMillis time of each
 * @param accuracies on the test digits, after each epoch
 * @param float64Parameters after {@link TrainingTask#FLOAT64_ITERATIONS}
 * @param float32Parameters after {@link TrainingTask#FLOAT32_ITERATIONS}
 */
record TrainingRun(
    NetworkKind kind,
    Door door,
    String executioner,
    String helper,
    List<Double> losses,
    List<Double> iterationMillis,
    List<Double> accuracies,
    double[] float64Parameters,
    double[] float32Parameters) {

  private static final String STOCK_EXECUTIONER =
      "org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner";

  /** Median time of an iteration, without those of the first epoch, in which the JVM compiles. */
  double medianMillis() {
    int perEpoch = losses.size() / accuracies.size();
    List<Double> warm =
        accuracies.size() > 1
            ? iterationMillis.subList(perEpoch, iterationMillis.size())
            : iterationMillis;
    double[] sorted = warm.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  /** Time of all iterations. */
  double seconds() {
    return iterationMillis.stream().mapToDouble(Double::doubleValue).sum() / 1000;
  }

  /** Mean loss of an epoch, from 0. */
  double loss(int epoch) {
    int perEpoch = losses.size() / accuracies.size();
    return losses.subList(epoch * perEpoch, (epoch + 1) * perEpoch).stream()
        .mapToDouble(Double::doubleValue)
        .average()
        .orElseThrow();
  }

  double lastAccuracy() {
    return accuracies.get(accuracies.size() - 1);
  }

  /**
   * What is wrong with the door of this run: it is not open, or it should not be; empty if nothing.
   */
  Optional<String> fault() {
    boolean ours = !executioner.equals(STOCK_EXECUTIONER);
    boolean opsExpected = door == Door.OP || door == Door.AGENT;
    boolean helperExpected = kind == NetworkKind.DL4J && (door == Door.LAYER || door == Door.AGENT);
    if (ours != opsExpected) {
      return Optional.of("its executioner is " + executioner);
    }
    if ((helper != null) != helperExpected) {
      return Optional.of(
          "its convolution layers have " + (helper == null ? "no helper" : "the helper " + helper));
    }
    return Optional.empty();
  }

  /** The largest difference of two vectors of parameters, by the largest parameter. */
  static double relativeDifference(double[] expected, double[] actual) {
    if (expected.length != actual.length) {
      return Double.POSITIVE_INFINITY;
    }
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    double difference = 0;
    for (int i = 0; i < expected.length; i++) {
      double here = Math.abs(expected[i] - actual[i]);
      if (!(here <= difference)) {
        difference = here;
      }
    }
    return largest == 0 ? difference : difference / largest;
  }
}
