package org.conv4j.verify.bench;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What was found so far.
 *
 * @param gemmPeak GFLOP/s of matrix products in the same run; empty if no framework lends its BLAS
 * @param cells in the order in which they were timed
 * @param idle by framework, processors kept busy while others were timed
 */
record Findings(OptionalDouble gemmPeak, List<Cell> cells, Map<String, Double> idle) {

  Findings {
    cells = List.copyOf(cells);
    idle = Map.copyOf(idle);
  }
}
