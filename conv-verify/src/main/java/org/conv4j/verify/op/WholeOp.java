package org.conv4j.verify.op;

import java.util.ArrayList;
import java.util.List;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.FilterLayout;
import org.conv4j.Tensor;
import org.conv4j.check.Operands;
import org.conv4j.verify.framework.Ops;
import org.conv4j.verify.framework.child.Axes;

/**
 * An op with its operands.
 *
 * @param form what it is
 * @param inputs in its order and its shapes
 * @param outputGradient in the shape of its output
 */
public record WholeOp(OpForm form, List<Tensor> inputs, Tensor outputGradient) {

  private static final String BACKWARD = "_bp";
  private static final String SEPARABLE = "sconv2d";
  private static final Tensor UNUSED = Tensor.zeros(0);

  /** Copies the list. */
  public WholeOp {
    inputs = List.copyOf(inputs);
  }

  /** The call whose only result is the output. */
  public Ops.Call forward() {
    return call(form.op(), inputs);
  }

  /** The call whose results are the gradients of the inputs, in their order. */
  public Ops.Call backward() {
    List<Tensor> all = new ArrayList<>(inputs);
    all.add(form.op().equals(SEPARABLE) ? 1 : all.size(), outputGradient);
    return call(form.op() + BACKWARD, all);
  }

  private Ops.Call call(String op, List<Tensor> all) {
    List<ConvProblem> asTheDoorAsks = new ArrayList<>();
    for (int i = 0; i < form.convolutions().size(); i++) {
      ConvProblem problem = form.convolutions().get(i);
      asTheDoorAsks.add(
          form.depthwise(i)
              ? problem.toBuilder().filterLayout(FilterLayout.OIHW).build()
              : problem);
    }
    return new Ops.Call(op, form.arguments(), all, form.elementType(), asTheDoorAsks);
  }

  /** The shape in which the op returns the result of that place. */
  public long[] shape(int place) {
    return (place == 0 ? outputGradient : inputs.get(place - 1)).shape();
  }

  /** A result as the op returns it, with the axes in which it is judged: those of a convolution. */
  public Tensor judged(OpResult result, Tensor returned) {
    OpResult.Step last = result.steps().get(result.steps().size() - 1);
    return result.direction() == ConvDirection.FILTER_GRADIENT
        ? filter(last.convolution(), returned)
        : Tensor.of(returned.values(), last.direction().result().shape(last.problem()));
  }

  /** The weights of the op, or their gradient, as the filter of a convolution. */
  private Tensor filter(int convolution, Tensor weights) {
    ConvProblem problem = form.convolutions().get(convolution);
    Tensor channelsFirst =
        !form.depthwise(convolution)
            ? weights
            : switch (problem.filterLayout()) {
              case HWIO -> weights;
              case OIHW -> Axes.permute(weights, 1, 0, 2, 3);
              case OHWI -> Axes.permute(weights, 3, 0, 1, 2);
            };
    return Tensor.of(channelsFirst.values(), problem.filterShape());
  }

  /** A result, with the axes in which it is judged. */
  Tensor in(Arithmetic arithmetic, OpResult result) {
    if (form.transposed()) {
      return transposed(arithmetic, result);
    }
    return form.separable()
        ? separable(arithmetic, result)
        : arithmetic.of(
            form.convolutions().get(0),
            result.direction(),
            new Operands(input(), filter(0), bias(), gradient()));
  }

  private Tensor transposed(Arithmetic arithmetic, OpResult result) {
    ConvProblem other = form.convolutions().get(0);
    Tensor x = Tensor.of(inputs.get(0).values(), other.outputShape());
    Tensor dy = Tensor.of(outputGradient.values(), other.inputShape());
    if (result.direction() == ConvDirection.BIAS_GRADIENT) {
      return arithmetic.of(
          form.withBias(), result.direction(), new Operands(UNUSED, UNUSED, null, dy));
    }
    Tensor found =
        arithmetic.of(
            other, result.steps().get(0).direction(), new Operands(dy, filter(0), null, x));
    return result.direction() == ConvDirection.FORWARD && form.biased()
        ? arithmetic.plus(found, bias(), other.layout())
        : found;
  }

  private Tensor separable(Arithmetic arithmetic, OpResult result) {
    ConvProblem first = form.convolutions().get(0);
    ConvProblem second = form.convolutions().get(1);
    return switch (result.place()) {
      case 0 ->
          arithmetic.of(
              second,
              ConvDirection.FORWARD,
              new Operands(between(arithmetic), filter(1), bias(), UNUSED));
      case 1 ->
          arithmetic.of(
              first,
              ConvDirection.INPUT_GRADIENT,
              new Operands(UNUSED, filter(0), null, betweenGradient(arithmetic)));
      case 2 ->
          arithmetic.of(
              first,
              ConvDirection.FILTER_GRADIENT,
              new Operands(input(), UNUSED, null, betweenGradient(arithmetic)));
      case 3 ->
          arithmetic.of(
              second,
              ConvDirection.FILTER_GRADIENT,
              new Operands(between(arithmetic), UNUSED, null, gradient()));
      default ->
          arithmetic.of(
              second, ConvDirection.BIAS_GRADIENT, new Operands(UNUSED, UNUSED, null, gradient()));
    };
  }

  private Tensor between(Arithmetic arithmetic) {
    return arithmetic.of(
        form.convolutions().get(0),
        ConvDirection.FORWARD,
        new Operands(input(), filter(0), null, UNUSED));
  }

  private Tensor betweenGradient(Arithmetic arithmetic) {
    return arithmetic.of(
        form.convolutions().get(1),
        ConvDirection.INPUT_GRADIENT,
        new Operands(UNUSED, filter(1), null, gradient()));
  }

  private Tensor input() {
    return Tensor.of(inputs.get(0).values(), form.convolutions().get(0).inputShape());
  }

  private Tensor filter(int convolution) {
    return filter(convolution, inputs.get(1 + convolution));
  }

  private Tensor bias() {
    return form.biased()
        ? Tensor.of(inputs.get(inputs.size() - 1).values(), form.withBias().biasShape())
        : null;
  }

  private Tensor gradient() {
    ConvProblem last = form.convolutions().get(form.convolutions().size() - 1);
    return Tensor.of(outputGradient.values(), last.outputShape());
  }
}
