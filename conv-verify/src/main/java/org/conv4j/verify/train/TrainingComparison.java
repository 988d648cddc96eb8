package org.conv4j.verify.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A training through a door, beside the stock one from the same seed.
 *
 * @param stock without conv4j
 * @param ours through the door
 */
record TrainingComparison(TrainingRun stock, TrainingRun ours) {

  /**
   * Relative difference of float64 parameters from which on the door changes more than rounding.
   */
  static final double FLOAT64_LIMIT = 1e-9;

  /** The same for float32. */
  static final double FLOAT32_LIMIT = 1e-4;

  /** Difference of accuracies, in points of a hundred, that a door may make. */
  static final double ACCURACY_LIMIT = 1;

  double float64Difference() {
    return TrainingRun.relativeDifference(stock.float64Parameters(), ours.float64Parameters());
  }

  double float32Difference() {
    return TrainingRun.relativeDifference(stock.float32Parameters(), ours.float32Parameters());
  }

  /** In points of a hundred. */
  double accuracyDifference() {
    return 100 * Math.abs(stock.lastAccuracy() - ours.lastAccuracy());
  }

  double speedup() {
    return stock.medianMillis() / ours.medianMillis();
  }

  /** What is not as it must be; empty if the door changes nothing but the speed. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    ours.fault().ifPresent(fault -> faults.add("the door is not open as it should be: " + fault));
    exceed(faults, "float64 parameters differ by", float64Difference(), FLOAT64_LIMIT);
    exceed(faults, "float32 parameters differ by", float32Difference(), FLOAT32_LIMIT);
    exceed(faults, "accuracies in % differ by", accuracyDifference(), ACCURACY_LIMIT);
    return faults;
  }

  /** A NaN exceeds every limit. */
  private static void exceed(List<String> faults, String what, double difference, double limit) {
    if (!(difference <= limit)) {
      faults.add(String.format(Locale.ROOT, "%s %.3g, more than %.3g", what, difference, limit));
    }
  }
}
