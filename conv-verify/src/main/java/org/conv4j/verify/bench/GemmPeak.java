package org.conv4j.verify.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.conv4j.verify.framework.Timing;

/**
 * What the machine does in matrix products: the best of a few, taken anew beside every case: so it
 * is of the same minutes as the times it is compared with.
 */
final class GemmPeak {

  private static final int SIZE = 2048;
  private static final int REPETITIONS = 3;
  private static final double OPERATIONS = 2.0 * SIZE * SIZE * SIZE;
  private static final String FIRST_CHOICE = "conv-nd4j";

  private final List<Contestant> candidates;
  private final List<Double> gflops = new ArrayList<>();

  /** Asks the first of the contestants that lends its BLAS; conv-nd4j's first. */
  GemmPeak(List<Contestant> contestants) {
    candidates = new ArrayList<>(contestants);
    candidates.sort(Comparator.comparing(each -> !each.id().equals(FIRST_CHOICE)));
  }

  /** Measures now. */
  void measure() {
    while (!candidates.isEmpty()) {
      if (candidates.get(0).timing().gemm(SIZE, REPETITIONS)
          instanceof Timing.Done<List<Double>> done) {
        double best = done.value().stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        gflops.add(OPERATIONS / best / 1e6);
        return;
      }
      candidates.remove(0);
    }
  }

  /** One number for each time that it was measured; none if nobody lends a BLAS. */
  List<Double> gflops() {
    return List.copyOf(gflops);
  }
}
