package org.conv4j.contract;

import java.util.Optional;
import org.conv4j.ConvProblem;
import org.conv4j.Convolution;
import org.conv4j.ElementType;
import org.conv4j.Tensor;
import org.conv4j.check.Gauge;

/**
 * An implementation under test, and how to talk to it.
 *
 * @param <T> its array type
 */
public interface Subject<T> {

  /** A convolution of a problem that it does not decline. */
  Convolution<T> convolution(ConvProblem problem);

  /**
   * A new array with the values and shape of {@code values}, which are representable in {@code
   * type}.
   */
  T array(Tensor values, ElementType type);

  /** The values and shape of {@code array}, widened; a copy. */
  Tensor tensor(T array);

  /** Why it declines {@code problem}; empty where it does not. */
  default Optional<String> declines(ConvProblem problem) {
    return Optional.empty();
  }

  /** What it adds up for {@code problem}. */
  default Gauge gauge(ConvProblem problem) {
    return Gauge.DIRECT;
  }

  /** Whether arrays have an element type of their own, so that a wrong one must be refused. */
  default boolean typed() {
    return true;
  }
}
