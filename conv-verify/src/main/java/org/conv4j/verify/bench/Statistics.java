package org.conv4j.verify.bench;

import java.util.Collection;
import java.util.List;

/** Medians and geometric means. */
final class Statistics {

  private Statistics() {}

  /** The middle value, or the mean of the two in the middle; NaN of nothing. */
  static double median(Collection<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int size = sorted.size();
    if (size == 0) {
      return Double.NaN;
    }
    return (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
  }

  /** The geometric mean of positive values; NaN of nothing. */
  static double geometricMean(Collection<Double> values) {
    return Math.exp(values.stream().mapToDouble(Math::log).average().orElse(Double.NaN));
  }
}
