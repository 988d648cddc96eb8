package org.conv4j.verify.bench;

import org.conv4j.check.ConvCase;
import org.conv4j.verify.framework.Computation;

/**
 * One computation of one case by one framework.
 *
 * @param convCase what was computed, from which data
 * @param computation of it
 * @param framework id
 * @param outcome what came of it
 */
record Cell(ConvCase convCase, Computation computation, String framework, Outcome outcome) {

  /** Billions of operations a second, of the plain sums; the median run counts. */
  double gflops() {
    double millis = ((Outcome.Measured) outcome).median();
    return computation.operations(convCase.problem()) / millis / 1e6;
  }

  boolean measured() {
    return outcome instanceof Outcome.Measured;
  }

  double median() {
    return ((Outcome.Measured) outcome).median();
  }
}
