package org.conv4j.verify.relation;

import java.util.List;
import org.conv4j.ConvDirection;
import org.conv4j.ConvGradients;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;
import org.conv4j.reference.AdjointIdentities;
import org.conv4j.reference.GradientCheck;
import org.conv4j.reference.NumericalGradient;

/** A convolution is linear in each operand, and its gradients are its adjoints. */
final class AlgebraicRelations {

  /** Elements of each gradient: each costs an evaluation of the forward function. */
  private static final int DIFFERENCES = 2;

  private AlgebraicRelations() {}

  static List<Relation> all() {
    return List.of(
        new Relation(
            "adjoint",
            "<y, dy> = <x, dx> = <w, dw>, and <bias of each output, dy> = <b, db>.",
            problem -> true,
            AlgebraicRelations::adjoint),
        new Relation(
            "finite-difference",
            "Adding 1 to an element changes <y, dy> by exactly that element of the gradient.",
            problem -> true,
            AlgebraicRelations::finiteDifference),
        new Relation(
            "linear-in-input",
            "The output of a sum of inputs is the sum of their outputs; so is the filter gradient.",
            problem -> true,
            AlgebraicRelations::linearInInput),
        new Relation(
            "linear-in-filter",
            "The output of a sum of filters is the sum of their outputs; so is the input gradient.",
            problem -> true,
            AlgebraicRelations::linearInFilter),
        new Relation(
            "linear-in-output-gradient",
            "The gradients of a sum of output gradients are the sums of their gradients.",
            problem -> true,
            AlgebraicRelations::linearInOutputGradient));
  }

  private static void adjoint(Experiment one) {
    ConvProblem problem = one.problem;
    AdjointIdentities identities =
        AdjointIdentities.of(
            problem,
            problem.elementType(),
            one.x.images(problem.layout()),
            one.w.filter(problem.filterLayout()),
            one.bias(),
            one.dy.images(problem.layout()),
            one.forward(problem, one.x, one.w).images(problem.layout()),
            new ConvGradients<>(
                one.inputGradient(problem, one.w, one.dy).images(problem.layout()),
                one.filterGradient(problem, one.x, one.dy).filter(problem.filterLayout()),
                problem.bias() ? one.biasGradient(problem, one.dy).channels() : null));
    one.holds(identities.hold(), identities.worst().toString());
  }

  private static void finiteDifference(Experiment one) {
    ConvProblem problem = one.problem;
    NumericalGradient differences =
        new NumericalGradient(
            (input, filter, none) -> forward(one, input, filter),
            one.x.images(problem.layout()),
            one.w.filter(problem.filterLayout()),
            null,
            one.dy.images(problem.layout()));
    GradientCheck dx =
        differences.exactDifference(
            ConvDirection.INPUT_GRADIENT,
            one.inputGradient(problem, one.w, one.dy).images(problem.layout()),
            DIFFERENCES);
    one.holds(dx.passed(), dx.toString());
    GradientCheck dw =
        differences.exactDifference(
            ConvDirection.FILTER_GRADIENT,
            one.filterGradient(problem, one.x, one.dy).filter(problem.filterLayout()),
            DIFFERENCES);
    one.holds(dw.passed(), dw.toString());
  }

  /** The bias stays what it is: it cancels in every difference. */
  private static Tensor forward(Experiment one, Tensor input, Tensor filter) {
    ConvProblem problem = one.problem;
    return one.forward(
            problem,
            Volume.images(problem.layout(), input),
            Volume.filter(problem.filterLayout(), filter))
        .images(problem.layout());
  }

  private static void linearInInput(Experiment one) {
    ConvProblem problem = one.problem;
    Volume other = one.another().x;
    Volume both = one.x.plus(other);
    one.equal(
        ConvDirection.FORWARD.id(),
        one.linear(problem, one.x, one.w).plus(one.linear(problem, other, one.w)),
        one.linear(problem, both, one.w));
    one.equal(
        ConvDirection.FILTER_GRADIENT.id(),
        one.filterGradient(problem, one.x, one.dy).plus(one.filterGradient(problem, other, one.dy)),
        one.filterGradient(problem, both, one.dy));
  }

  private static void linearInFilter(Experiment one) {
    ConvProblem problem = one.problem;
    Volume other = one.another().w;
    Volume both = one.w.plus(other);
    one.equal(
        ConvDirection.FORWARD.id(),
        one.linear(problem, one.x, one.w).plus(one.linear(problem, one.x, other)),
        one.linear(problem, one.x, both));
    one.equal(
        ConvDirection.INPUT_GRADIENT.id(),
        one.inputGradient(problem, one.w, one.dy).plus(one.inputGradient(problem, other, one.dy)),
        one.inputGradient(problem, both, one.dy));
  }

  private static void linearInOutputGradient(Experiment one) {
    ConvProblem problem = one.problem;
    Volume other = one.another().dy;
    Volume both = one.dy.plus(other);
    one.equal(
        ConvDirection.INPUT_GRADIENT.id(),
        one.inputGradient(problem, one.w, one.dy).plus(one.inputGradient(problem, one.w, other)),
        one.inputGradient(problem, one.w, both));
    one.equal(
        ConvDirection.FILTER_GRADIENT.id(),
        one.filterGradient(problem, one.x, one.dy).plus(one.filterGradient(problem, one.x, other)),
        one.filterGradient(problem, one.x, both));
    if (problem.bias()) {
      one.equal(
          ConvDirection.BIAS_GRADIENT.id(),
          one.biasGradient(problem, one.dy).plus(one.biasGradient(problem, other)),
          one.biasGradient(problem, both));
    }
  }
}
