package org.conv4j.verify.framework;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.conv4j.ConvDirection;
import org.conv4j.Tensor;
import org.conv4j.check.ConvCase;

/**
 * A running framework as something to be timed: a case is prepared once, its computations are
 * checked once and then run again and again on the same operands. Not for use by several threads at
 * once.
 */
public interface Timing {

  /** What came of a request. */
  sealed interface Result<T> {}

  /** It was done. */
  record Done<T>(T value) implements Result<T> {}

  /**
   * It was not.
   *
   * @param answer why: {@link Answer.Declined}, {@link Answer.Failed}, {@link Answer.Crashed} or
   *     {@link Answer.Hung}
   */
  record Not<T>(Answer answer) implements Result<T> {}

  /**
   * What one run of a computation gave.
   *
   * @param algorithm what computed it, as the framework tells; null where it does not
   * @param millis time of that run
   * @param sums {@link ChannelSums} of each result
   */
  record Checked(String algorithm, double millis, Map<ConvDirection, Tensor> sums) {}

  /**
   * Makes a case ready, in place of the one before.
   *
   * @return the case, when it is done
   */
  Result<ConvCase> prepare(ConvCase convCase);

  /** Runs a computation of the prepared case once. */
  Result<Checked> check(Computation computation);

  /**
   * Runs a computation of the prepared case and takes the time of each run.
   *
   * @param repetitions at most; 1 or more
   * @param span after which no further run begins; the first always does
   * @return milliseconds, one number for each run; 1 or more
   */
  Result<List<Double>> time(Computation computation, int repetitions, Duration span);

  /**
   * Multiplies square matrices of float32, with all threads, by the BLAS that the framework brings.
   *
   * @return milliseconds, one number for each product
   */
  Result<List<Double>> gemm(int size, int repetitions);

  /** Processor time that the framework's process has used so far; zero if that is unknown. */
  Duration processorTime();
}
