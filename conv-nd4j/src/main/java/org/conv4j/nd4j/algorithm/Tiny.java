package org.conv4j.nd4j.algorithm;

import java.util.Optional;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.nd4j.kernel.ScalarKernels;
import org.conv4j.nd4j.parallel.Workers;

/**
 * Problems so small that to wake another thread, to call BLAS or to compile vector code costs more
 * than the sum itself: {@link Direct} in plain loops, on the calling thread.
 */
public final class Tiny implements Algorithm {

  /** What plain loops do in about 30 microseconds. */
  private static final long MOST_PRODUCTS = 65_536;

  private static final Direct PLAIN_LOOPS = new Direct(ScalarKernels::new, new Workers(1));

  @Override
  public String name() {
    return "tiny";
  }

  @Override
  public Proposal<ForwardPlan> forward(ConvProblem problem, Limits limits) {
    return refusal(problem)
        .<Proposal<ForwardPlan>>map(Proposal::refuse)
        .orElseGet(() -> PLAIN_LOOPS.forward(problem, limits));
  }

  @Override
  public Proposal<InputGradientPlan> inputGradient(ConvProblem problem, Limits limits) {
    return refusal(problem)
        .<Proposal<InputGradientPlan>>map(Proposal::refuse)
        .orElseGet(() -> PLAIN_LOOPS.inputGradient(problem, limits));
  }

  @Override
  public Proposal<FilterGradientPlan> filterGradient(ConvProblem problem, Limits limits) {
    return refusal(problem)
        .<Proposal<FilterGradientPlan>>map(Proposal::refuse)
        .orElseGet(() -> PLAIN_LOOPS.filterGradient(problem, limits));
  }

  @Override
  public Proposal<BiasGradientPlan> biasGradient(ConvProblem problem, Limits limits) {
    return refusal(problem)
        .<Proposal<BiasGradientPlan>>map(Proposal::refuse)
        .orElseGet(() -> PLAIN_LOOPS.biasGradient(problem, limits));
  }

  private static Optional<String> refusal(ConvProblem problem) {
    double products = problem.operations(ConvDirection.INPUT_GRADIENT) / 2;
    return products <= MOST_PRODUCTS
        ? Optional.empty()
        : Optional.of("%.0f multiply-adds are more than %d".formatted(products, MOST_PRODUCTS));
  }
}
