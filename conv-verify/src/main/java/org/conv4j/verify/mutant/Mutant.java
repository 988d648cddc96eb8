package org.conv4j.verify.mutant;

import java.util.Objects;
import java.util.function.Function;
import org.conv4j.ConvProblem;
import org.conv4j.Convolution;
import org.conv4j.Tensor;

/**
 * A convolution that is wrong in one way, in every direction that this way affects, and right
 * wherever it makes no difference. May keep state between calls: not for use by several threads.
 *
 * @param id as reports name it
 * @param description what is wrong, in one sentence
 * @param implementation makes the convolution of a problem
 */
public record Mutant(
    String id, String description, Function<ConvProblem, Convolution<Tensor>> implementation) {

  /** Validates. */
  public Mutant {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(implementation, "implementation");
  }

  /** The wrong convolution of {@code problem}. */
  public Convolution<Tensor> of(ConvProblem problem) {
    return implementation.apply(problem);
  }
}
