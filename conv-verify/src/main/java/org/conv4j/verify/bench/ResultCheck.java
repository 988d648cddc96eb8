package org.conv4j.verify.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.Tensor;
import org.conv4j.check.ConvCase;
import org.conv4j.check.Directions;
import org.conv4j.check.ErrorBound;
import org.conv4j.check.OperandGenerator;
import org.conv4j.check.Operands;
import org.conv4j.reference.CompensatedReference;
import org.conv4j.reference.DirectReference;
import org.conv4j.reference.ReferenceConvolution;
import org.conv4j.verify.framework.ChannelSums;

/**
 * Whether what a framework computed is right, from {@link ChannelSums} of it: each sum may be off
 * by what rounding explains, as in a report's real tier, and by no more. What is expected is
 * computed by the reference, meanwhile; who asks early waits.
 */
final class ResultCheck {

  private final ConvCase convCase;
  private final Map<ConvDirection, CompletableFuture<Tensor>> expected =
      new EnumMap<>(ConvDirection.class);
  private final Map<ConvDirection, CompletableFuture<Tensor>> gauges =
      new EnumMap<>(ConvDirection.class);

  /**
   * Begins to compute what is expected.
   *
   * @param directions that will be asked for
   * @param workers to compute it
   */
  ResultCheck(ConvCase convCase, Collection<ConvDirection> directions, Executor workers) {
    this.convCase = convCase;
    CompletableFuture<Operands> operands =
        CompletableFuture.supplyAsync(() -> OperandGenerator.generate(convCase), workers);
    for (ConvDirection direction : directions) {
      ChannelSums sums = new ChannelSums(convCase.problem(), direction);
      ReferenceConvolution reference = reference(sums);
      expected.put(
          direction,
          operands.thenApplyAsync(
              whole -> Directions.compute(reference, direction, sums.operands(whole)), workers));
      gauges.put(
          direction,
          operands.thenApplyAsync(
              whole -> Directions.compute(reference, direction, sums.magnitudes(whole)), workers));
    }
  }

  /**
   * What is wrong, in one sentence; empty if nothing is.
   *
   * @param sums of a result of {@code direction}
   */
  Optional<String> objection(ConvDirection direction, Tensor sums) {
    ConvProblem problem = convCase.problem();
    Tensor wanted = expected.get(direction).join();
    if (!Arrays.equals(wanted.shape(), sums.shape())) {
      return Optional.of(
          "the %s has another shape: its sums over channels have shape %s, expected %s"
              .formatted(
                  direction.result().label(),
                  Arrays.toString(sums.shape()),
                  Arrays.toString(wanted.shape())));
    }
    Tensor gauge = gauges.get(direction).join();
    long width = new ChannelSums(problem, direction).width();
    double bound = ErrorBound.of(problem.terms(direction) + width).pass();
    double unit = problem.elementType() == ElementType.FLOAT32 ? 0x1p-24 : 0x1p-53;
    double worst = 0;
    for (int i = 0; i < sums.size(); i++) {
      double error = Math.abs(sums.values()[i] - wanted.values()[i]);
      double ratio = error == 0 ? 0 : error / (unit * gauge.values()[i]);
      worst = Math.max(worst, ratio);
    }
    return worst <= bound
        ? Optional.empty()
        : Optional.of(
            "the %s is wrong: its sums over channels differ from the reference by %.3g roundings, allowed are %.3g"
                .formatted(direction.result().label(), worst, bound));
  }

  private ReferenceConvolution reference(ChannelSums sums) {
    return convCase.problem().elementType() == ElementType.FLOAT32
        ? new DirectReference(sums.problem())
        : new CompensatedReference(sums.problem());
  }
}
