package org.conv4j.verify.bench;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
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
 * computed when first asked for, by the reference, and kept.
 */
final class ResultCheck {

  private final ConvCase convCase;
  private final Map<ConvDirection, Tensor> expected = new EnumMap<>(ConvDirection.class);
  private final Map<ConvDirection, Tensor> gauges = new EnumMap<>(ConvDirection.class);
  private Operands operands;

  ResultCheck(ConvCase convCase) {
    this.convCase = convCase;
  }

  /**
   * What is wrong, in one sentence; empty if nothing is.
   *
   * @param sums of a result of {@code direction}
   */
  Optional<String> objection(ConvDirection direction, Tensor sums) {
    ConvProblem problem = convCase.problem();
    ChannelSums channelSums = new ChannelSums(problem, direction);
    Tensor wanted = expected.computeIfAbsent(direction, none -> wanted(channelSums, direction));
    if (!Arrays.equals(wanted.shape(), sums.shape())) {
      return Optional.of(
          "the %s has another shape: its sums over channels have shape %s, expected %s"
              .formatted(
                  direction.result().label(),
                  Arrays.toString(sums.shape()),
                  Arrays.toString(wanted.shape())));
    }
    Tensor gauge = gauges.computeIfAbsent(direction, none -> gauge(channelSums, direction));
    double bound = ErrorBound.of(problem.terms(direction) + channelSums.width()).pass();
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

  private Tensor wanted(ChannelSums sums, ConvDirection direction) {
    return Directions.compute(reference(sums), direction, sums.operands(operands()));
  }

  private Tensor gauge(ChannelSums sums, ConvDirection direction) {
    return Directions.compute(reference(sums), direction, sums.magnitudes(operands()));
  }

  private ReferenceConvolution reference(ChannelSums sums) {
    return convCase.problem().elementType() == ElementType.FLOAT32
        ? new DirectReference(sums.problem())
        : new CompensatedReference(sums.problem());
  }

  private Operands operands() {
    if (operands == null) {
      operands = OperandGenerator.generate(convCase);
    }
    return operands;
  }
}
