package org.conv4j.verify.relation;

import java.util.List;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Extent;
import org.conv4j.Padding;

/** What must not change a result: asking again, company in the batch, the number of threads. */
final class InvarianceRelations {

  private InvarianceRelations() {}

  static List<Relation> all() {
    return List.of(
        new Relation(
            "batch",
            "Images of a batch do not know of each other: one by one they give the same.",
            problem -> problem.batch() > 1,
            InvarianceRelations::batch),
        new Relation(
            "repeat",
            "The same question gets the same answer, bit for bit, also in real numbers.",
            problem -> true,
            InvarianceRelations::repeat));
  }

  private static void batch(Experiment one) {
    ConvProblem single =
        one.problem.toBuilder()
            .input(
                1,
                one.problem.inputChannels(),
                one.problem.inputSize().height(),
                one.problem.inputSize().width())
            .padding(new Padding.Explicit(one.problem.sides()))
            .build();
    Volume y = one.forward(one.problem, one.x, one.w);
    Volume dx = one.inputGradient(one.problem, one.w, one.dy);
    Volume dw = null;
    Volume db = null;
    for (int n = 0; n < one.problem.batch(); n++) {
      Volume image = one.x.image(n);
      Volume gradient = one.dy.image(n);
      one.equal("output of image " + n, one.forward(single, image, one.w), y.image(n));
      one.equal(
          "input gradient of image " + n, one.inputGradient(single, one.w, gradient), dx.image(n));
      Volume part = one.filterGradient(single, image, gradient);
      dw = dw == null ? part : dw.plus(part);
      if (single.bias()) {
        Volume share = one.biasGradient(single, gradient);
        db = db == null ? share : db.plus(share);
      }
    }
    one.equal("filter gradient", dw, one.filterGradient(one.problem, one.x, one.dy));
    if (single.bias()) {
      one.equal("bias gradient", db, one.biasGradient(one.problem, one.dy));
    }
    Experiment real = one.reals();
    one.alike(
        "the output of image 0 alone is",
        real.forward(single, real.x.image(0), real.w),
        real.forward(one.problem, real.x, real.w).image(0));
  }

  private static void repeat(Experiment one) {
    Experiment real = one.reals();
    Results first = Results.of(real);
    Results second = Results.of(real);
    one.equal(ConvDirection.FORWARD.id() + " again", first.y, second.y);
    one.equal(ConvDirection.INPUT_GRADIENT.id() + " again", first.dx, second.dx);
    one.equal(ConvDirection.FILTER_GRADIENT.id() + " again", first.dw, second.dw);
    if (real.problem.bias()) {
      one.equal(ConvDirection.BIAS_GRADIENT.id() + " again", first.db, second.db);
    }
  }

  static void threads(Experiment one, Engine onOneThread) {
    Results many = Results.of(one);
    Results single = Results.of(one.by(onOneThread));
    one.equal("output on one thread", many.y, single.y);
    one.equal("input gradient on one thread", many.dx, single.dx);
    one.equal("filter gradient on one thread", many.dw, single.dw);
    if (one.problem.bias()) {
      one.equal("bias gradient on one thread", many.db, single.db);
    }
    Results manyReal = Results.of(one.reals());
    Results singleReal = Results.of(one.by(onOneThread).reals());
    one.alike("the output on one thread is", manyReal.y, singleReal.y);
    one.alike("the input gradient on one thread is", manyReal.dx, singleReal.dx);
    one.alike("the filter gradient on one thread is", manyReal.dw, singleReal.dw);
    if (one.problem.bias()) {
      one.alike("the bias gradient on one thread is", manyReal.db, singleReal.db);
    }
  }

  /** Everything that an engine computes of one experiment; no bias gradient without a bias. */
  private record Results(Volume y, Volume dx, Volume dw, Volume db) {

    static Results of(Experiment one) {
      ConvProblem problem = one.problem;
      return new Results(
          one.forward(problem, one.x, one.w),
          one.inputGradient(problem, one.w, one.dy),
          one.filterGradient(problem, one.x, one.dy),
          problem.bias()
              ? one.biasGradient(problem, one.dy)
              : Volume.of(0, 0, Extent.square(1), (a, b, row, column) -> 0));
    }
  }
}
