package org.conv4j.verify.bench;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What was found so far.
 *
 * @param gemm GFLOP/s of matrix products in the same run, one number for each case; empty if no
 *     framework lends its BLAS
 * @param cells in the order in which they were timed
 * @param idle by framework, processors kept busy while others were timed
 */
record Findings(List<Double> gemm, List<Cell> cells, Map<String, Double> idle) {

  Findings {
    gemm = List.copyOf(gemm);
    cells = List.copyOf(cells);
    idle = Map.copyOf(idle);
  }

  /** The median of the matrix products; empty if there are none. */
  OptionalDouble gemmPeak() {
    return gemm.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Statistics.median(gemm));
  }
}
