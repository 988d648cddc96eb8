package org.conv4j.verify.vectors;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;
import org.conv4j.check.Gauge;
import org.conv4j.check.Operands;
import org.conv4j.verify.framework.Answer;
import org.conv4j.verify.framework.FrameworkSession;
import org.conv4j.verify.framework.TrustedGauge;

/** Runs vectors through one framework. */
public final class VectorRun {

  private final FrameworkSession framework;

  /** A run through {@code framework}, which stays the caller's to close. */
  public VectorRun(FrameworkSession framework) {
    this.framework = framework;
  }

  /** Why the framework fails {@code vector}, direction by direction; empty when it passes. */
  public List<String> failures(TestVector vector) {
    if (vector instanceof TestVector.OneConvolution one) {
      return failures(one);
    }
    if (vector instanceof TestVector.Separable separable) {
      return failures(separable);
    }
    throw new IllegalStateException("no such vector: " + vector);
  }

  private List<String> failures(TestVector.OneConvolution vector) {
    Set<ConvDirection> directions = EnumSet.copyOf(vector.expected().keySet());
    Map<ConvDirection, Answer> answers =
        framework.run(vector.problem(), vector.operands(), directions);
    List<String> failures = new ArrayList<>();
    for (ConvDirection direction : directions) {
      Answer answer = answers.get(direction);
      Optional<String> failure =
          answer instanceof Answer.Computed computed
              ? comparison(vector, direction, computed.algorithm())
                  .disagreement(computed.value(), vector.agreement())
              : Optional.of(explain(answer));
      failure.ifPresent(why -> failures.add(direction.id() + ": " + why));
    }
    return failures;
  }

  private Comparison comparison(
      TestVector.OneConvolution vector, ConvDirection direction, String algorithm) {
    return new Comparison(
        vector.expected().get(direction),
        TrustedGauge.of(framework.info().id(), algorithm, vector.problem())
            .of(vector.problem(), vector.operands(), direction),
        vector.problem().terms(direction));
  }

  private List<String> failures(TestVector.Separable vector) {
    Answer first = forward(vector.depthwise(), vector.input(), vector.depthwiseFilter(), null);
    if (!(first instanceof Answer.Computed between)) {
      return List.of("depthwise stage: " + explain(first));
    }
    Answer second =
        forward(vector.pointwise(), between.value(), vector.pointwiseFilter(), vector.bias());
    if (!(second instanceof Answer.Computed output)) {
      return List.of("pointwise stage: " + explain(second));
    }
    long terms =
        vector.depthwise().terms(ConvDirection.FORWARD)
            + vector.pointwise().terms(ConvDirection.FORWARD);
    return new Comparison(vector.expected(), gauge(vector), terms)
        .disagreement(output.value(), vector.agreement())
        .map(why -> List.of(ConvDirection.FORWARD.id() + ": " + why))
        .orElse(List.of());
  }

  /** The gauge of both stages: the second one's, of what the first one's gauge lets through. */
  private static Tensor gauge(TestVector.Separable vector) {
    Tensor between =
        Gauge.DIRECT.of(
            vector.depthwise(),
            operands(vector.depthwise(), vector.input(), vector.depthwiseFilter(), null),
            ConvDirection.FORWARD);
    return Gauge.DIRECT.of(
        vector.pointwise(),
        operands(vector.pointwise(), between, vector.pointwiseFilter(), vector.bias()),
        ConvDirection.FORWARD);
  }

  private Answer forward(ConvProblem problem, Tensor input, Tensor filter, Tensor bias) {
    return framework
        .run(problem, operands(problem, input, filter, bias), EnumSet.of(ConvDirection.FORWARD))
        .get(ConvDirection.FORWARD);
  }

  private static Operands operands(ConvProblem problem, Tensor input, Tensor filter, Tensor bias) {
    return new Operands(input, filter, bias, Tensor.zeros(problem.outputShape()));
  }

  private static String explain(Answer answer) {
    return answer == null ? "no answer" : Answer.explain(answer);
  }
}
