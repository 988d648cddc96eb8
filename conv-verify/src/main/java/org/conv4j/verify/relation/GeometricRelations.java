package org.conv4j.verify.relation;

import java.util.List;
import org.conv4j.ConvProblem;
import org.conv4j.Extent;
import org.conv4j.Padding;
import org.conv4j.Sides;

/** Every option of a convolution is another convolution without it, on operands rearranged. */
final class GeometricRelations {

  private static final Extent ONE = Extent.square(1);

  private GeometricRelations() {}

  static List<Relation> all() {
    return List.of(
        new Relation(
            "groups",
            "Groups are a dense convolution with a block-diagonal filter.",
            problem -> problem.groups() > 1,
            GeometricRelations::groups),
        new Relation(
            "dilation",
            "Dilation is a dense kernel with zeros between the taps.",
            problem -> !problem.dilation().equals(ONE),
            GeometricRelations::dilation),
        new Relation(
            "stride",
            "Stride takes every so many rows and columns of the output with stride 1.",
            problem -> !problem.stride().equals(ONE),
            GeometricRelations::stride),
        new Relation(
            "padding",
            "Padding is an image with a frame of zeros, and none.",
            problem -> !problem.sides().equals(Sides.NONE),
            GeometricRelations::padding),
        new Relation(
            "flip",
            "Image, filter and padding turned by 180 degrees give the output turned.",
            problem -> flippedSides(problem) != null,
            GeometricRelations::flip),
        new Relation(
            "transpose",
            "With rows and columns exchanged everywhere they are exchanged in the output.",
            problem -> true,
            GeometricRelations::transpose),
        new Relation(
            "impulse",
            "A single 1 in one operand reads the other one back, tap by tap.",
            problem -> true,
            GeometricRelations::impulse));
  }

  private static void groups(Experiment one) {
    ConvProblem problem = one.problem;
    ConvProblem dense = problem.toBuilder().groups(1).build();
    int inputs = (int) problem.inputChannelsPerGroup();
    int outputs = (int) problem.outputChannelsPerGroup();
    Volume blocks =
        Volume.of(
            problem.outputChannels(),
            problem.inputChannels(),
            problem.kernel(),
            (k, c, i, j) -> c / inputs == k / outputs ? one.w.at(k, c % inputs, i, j) : 0);
    one.equal("output", one.forward(dense, one.x, blocks), one.forward(problem, one.x, one.w));
    one.equal(
        "input gradient",
        one.inputGradient(dense, blocks, one.dy),
        one.inputGradient(problem, one.w, one.dy));
    Volume whole = one.filterGradient(dense, one.x, one.dy);
    one.equal(
        "filter gradient",
        one.w.mapped((k, c, i, j) -> whole.at(k, k / outputs * inputs + c, i, j)),
        one.filterGradient(problem, one.x, one.dy));
  }

  private static void dilation(Experiment one) {
    ConvProblem problem = one.problem;
    int down = (int) problem.dilation().height();
    int right = (int) problem.dilation().width();
    Extent size =
        new Extent(
            down * (problem.kernel().height() - 1) + 1, right * (problem.kernel().width() - 1) + 1);
    ConvProblem dense =
        problem.toBuilder()
            .filter(problem.outputChannels(), size.height(), size.width())
            .dilation(1)
            .padding(new Padding.Explicit(problem.sides()))
            .build();
    Volume stuffed =
        one.w.resized(
            size,
            (k, c, i, j) ->
                i % down == 0 && j % right == 0 ? one.w.at(k, c, i / down, j / right) : 0);
    one.equal("output", one.forward(dense, one.x, stuffed), one.forward(problem, one.x, one.w));
    one.equal(
        "input gradient",
        one.inputGradient(dense, stuffed, one.dy),
        one.inputGradient(problem, one.w, one.dy));
    Volume all = one.filterGradient(dense, one.x, one.dy);
    one.equal(
        "filter gradient",
        one.w.mapped((k, c, i, j) -> all.at(k, c, (long) i * down, (long) j * right)),
        one.filterGradient(problem, one.x, one.dy));
  }

  private static void stride(Experiment one) {
    ConvProblem problem = one.problem;
    int down = (int) problem.stride().height();
    int right = (int) problem.stride().width();
    ConvProblem every =
        problem.toBuilder().stride(1).padding(new Padding.Explicit(problem.sides())).build();
    Volume all = one.forward(every, one.x, one.w);
    one.equal(
        "output",
        one.dy.mapped(
            (n, k, row, column) -> all.at(n, k, (long) row * down, (long) column * right)),
        one.forward(problem, one.x, one.w));
    Volume spread =
        one.dy.resized(
            every.outputSize(),
            (n, k, row, column) ->
                row % down == 0 && column % right == 0
                    ? one.dy.at(n, k, row / down, column / right)
                    : 0);
    one.equal(
        "input gradient",
        one.inputGradient(every, one.w, spread),
        one.inputGradient(problem, one.w, one.dy));
    one.equal(
        "filter gradient",
        one.filterGradient(every, one.x, spread),
        one.filterGradient(problem, one.x, one.dy));
  }

  private static void padding(Experiment one) {
    ConvProblem problem = one.problem;
    Sides sides = problem.sides();
    Extent framed =
        new Extent(
            problem.inputSize().height() + sides.top() + sides.bottom(),
            problem.inputSize().width() + sides.left() + sides.right());
    ConvProblem valid =
        problem.toBuilder()
            .input(problem.batch(), problem.inputChannels(), framed.height(), framed.width())
            .padding(Padding.valid())
            .build();
    Volume frame =
        one.x.resized(
            framed,
            (n, c, row, column) -> one.x.at(n, c, row - sides.top(), column - sides.left()));
    one.equal("output", one.forward(valid, frame, one.w), one.forward(problem, one.x, one.w));
    Volume whole = one.inputGradient(valid, one.w, one.dy);
    one.equal(
        "input gradient",
        one.x.mapped(
            (n, c, row, column) -> whole.at(n, c, row + sides.top(), column + sides.left())),
        one.inputGradient(problem, one.w, one.dy));
    one.equal(
        "filter gradient",
        one.filterGradient(valid, frame, one.dy),
        one.filterGradient(problem, one.x, one.dy));
  }

  /** What is read beyond the last row and column comes first; null where some are never read. */
  private static Sides flippedSides(ConvProblem problem) {
    Sides sides = problem.sides();
    long below =
        (problem.outputSize().height() - 1) * problem.stride().height()
            + problem.dilation().height() * (problem.kernel().height() - 1)
            + 1
            - problem.inputSize().height()
            - sides.top();
    long beyond =
        (problem.outputSize().width() - 1) * problem.stride().width()
            + problem.dilation().width() * (problem.kernel().width() - 1)
            + 1
            - problem.inputSize().width()
            - sides.left();
    return below < 0 || beyond < 0 ? null : new Sides(below, sides.top(), beyond, sides.left());
  }

  private static void flip(Experiment one) {
    ConvProblem problem = one.problem;
    ConvProblem turned =
        problem.toBuilder().padding(new Padding.Explicit(flippedSides(problem))).build();
    one.equal(
        "output",
        one.forward(problem, one.x, one.w).flipped(),
        one.forward(turned, one.x.flipped(), one.w.flipped()));
    one.equal(
        "input gradient",
        one.inputGradient(problem, one.w, one.dy).flipped(),
        one.inputGradient(turned, one.w.flipped(), one.dy.flipped()));
    one.equal(
        "filter gradient",
        one.filterGradient(problem, one.x, one.dy).flipped(),
        one.filterGradient(turned, one.x.flipped(), one.dy.flipped()));
  }

  private static void transpose(Experiment one) {
    ConvProblem problem = one.problem;
    Sides sides = problem.sides();
    ConvProblem across =
        problem.toBuilder()
            .input(
                problem.batch(),
                problem.inputChannels(),
                problem.inputSize().width(),
                problem.inputSize().height())
            .filter(problem.outputChannels(), problem.kernel().width(), problem.kernel().height())
            .stride(problem.stride().width(), problem.stride().height())
            .dilation(problem.dilation().width(), problem.dilation().height())
            .padding(Padding.of(sides.left(), sides.right(), sides.top(), sides.bottom()))
            .build();
    one.equal(
        "output",
        one.forward(problem, one.x, one.w).transposed(),
        one.forward(across, one.x.transposed(), one.w.transposed()));
    one.equal(
        "input gradient",
        one.inputGradient(problem, one.w, one.dy).transposed(),
        one.inputGradient(across, one.w.transposed(), one.dy.transposed()));
    one.equal(
        "filter gradient",
        one.filterGradient(problem, one.x, one.dy).transposed(),
        one.filterGradient(across, one.x.transposed(), one.dy.transposed()));
  }

  private static void impulse(Experiment one) {
    ConvProblem problem = one.problem;
    int inputs = (int) problem.inputChannelsPerGroup();
    int outputs = (int) problem.outputChannelsPerGroup();
    int n0 = (int) problem.batch() - 1;
    int c0 = (int) problem.inputChannels() / 2;
    int row0 = (int) problem.inputSize().height() / 2;
    int column0 = (int) problem.inputSize().width() / 2;
    one.equal(
        "output of an image with a single 1",
        one.dy.mapped(
            (n, k, row, column) ->
                n == n0 && k / outputs == c0 / inputs
                    ? tap(problem, one.w, k, c0 % inputs, row0, column0, row, column)
                    : 0),
        one.linear(problem, delta(one.x, n0, c0, row0, column0), one.w));
    int k0 = (int) problem.outputChannels() - 1;
    int i0 = (int) problem.kernel().height() / 2;
    int j0 = (int) problem.kernel().width() - 1;
    one.equal(
        "output of a filter with a single 1",
        one.dy.mapped(
            (n, k, row, column) ->
                k == k0 ? pixel(problem, one.x, n, k / outputs * inputs, row, column, i0, j0) : 0),
        one.linear(problem, one.x, delta(one.w, k0, 0, i0, j0)));
    int y0 = (int) problem.outputSize().height() / 2;
    int x0 = (int) problem.outputSize().width() - 1;
    Volume gradient = delta(one.dy, n0, k0, y0, x0);
    one.equal(
        "input gradient of a single 1",
        one.x.mapped(
            (n, c, row, column) ->
                n == n0 && c / inputs == k0 / outputs
                    ? tap(problem, one.w, k0, c % inputs, row, column, y0, x0)
                    : 0),
        one.inputGradient(problem, one.w, gradient));
    one.equal(
        "filter gradient of a single 1",
        one.w.mapped(
            (k, c, i, j) ->
                k == k0 ? pixel(problem, one.x, n0, k / outputs * inputs + c, y0, x0, i, j) : 0),
        one.filterGradient(problem, one.x, gradient));
  }

  private static Volume delta(Volume like, int a0, int b0, int row0, int column0) {
    return like.mapped(
        (a, b, row, column) -> a == a0 && b == b0 && row == row0 && column == column0 ? 1 : 0);
  }

  /** The tap between an input and an output position; 0 if there is none. */
  private static double tap(
      ConvProblem problem,
      Volume w,
      int k,
      int c,
      int row,
      int column,
      int outputRow,
      int outputColumn) {
    long down = row + problem.sides().top() - outputRow * problem.stride().height();
    long right = column + problem.sides().left() - outputColumn * problem.stride().width();
    return down % problem.dilation().height() == 0 && right % problem.dilation().width() == 0
        ? w.at(k, c, down / problem.dilation().height(), right / problem.dilation().width())
        : 0;
  }

  /** The pixel under a tap at an output position; 0 in the padding. */
  private static double pixel(
      ConvProblem problem, Volume x, int n, int c, int outputRow, int outputColumn, int i, int j) {
    return x.at(
        n,
        c,
        outputRow * problem.stride().height()
            + i * problem.dilation().height()
            - problem.sides().top(),
        outputColumn * problem.stride().width()
            + j * problem.dilation().width()
            - problem.sides().left());
  }
}
