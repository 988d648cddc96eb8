package org.conv4j.nd4j.algorithm;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.Extent;
import org.conv4j.Operand;
import org.conv4j.Tensor;
import org.conv4j.check.ConvCase;
import org.conv4j.check.Judge;
import org.conv4j.check.Judgement;
import org.conv4j.check.Operands;
import org.conv4j.check.Tier;
import org.conv4j.check.Verdict;
import org.conv4j.nd4j.workspace.DenseArray;
import org.conv4j.nd4j.workspace.Workspace;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Whether ND4J's op is right, found out by asking it: each class of problems is computed once, on
 * integers, in a small size, and every element must equal the reference's. Released versions are
 * silently wrong, or fail, for some classes.
 *
 * <p>Problems are of one class if they shrink to the same small problem: same kernel, stride,
 * padding, dilation, layouts, type and bias, the same remainders of sizes and channels.
 */
final class NativeCheck {

  /** Channels of a block of the widest vectors; libraries treat what is left over differently. */
  private static final long CHANNEL_BLOCK = 16;

  /** Kernel positions along an axis that a small problem keeps. */
  private static final long POSITIONS = 4;

  private static final Map<ConvCase, Map<ConvDirection, Optional<String>>> FINDINGS =
      new ConcurrentHashMap<>();

  private NativeCheck() {}

  /** Why the op is not to be trusted with {@code direction} of {@code problem}, if so. */
  static Optional<String> objection(ConvProblem problem, ConvDirection direction, Limits limits) {
    ConvCase convCase = new ConvCase(small(problem), Tier.INTEGER, 1);
    return FINDINGS
        .computeIfAbsent(convCase, found -> new ConcurrentHashMap<>())
        .computeIfAbsent(direction, wanted -> check(convCase, wanted, limits));
  }

  /** The small problem that stands for the class of {@code problem}. */
  static ConvProblem small(ConvProblem problem) {
    Extent size = problem.inputSize();
    Extent kernel = problem.kernel();
    Extent stride = problem.stride();
    Extent dilation = problem.dilation();
    ConvProblem.Builder small =
        problem.toBuilder()
            .input(
                Math.min(problem.batch(), 2),
                problem.groups() == 1 ? channels(problem.inputChannels()) : groups(problem),
                size(size.height(), kernel.height(), stride.height(), dilation.height()),
                size(size.width(), kernel.width(), stride.width(), dilation.width()));
    return problem.groups() == 1
        ? small.filter(channels(problem.outputChannels()), kernel.height(), kernel.width()).build()
        : small
            .filter(
                groups(problem) * problem.outputChannelsPerGroup(), kernel.height(), kernel.width())
            .groups(groups(problem))
            .build();
  }

  private static long groups(ConvProblem problem) {
    return channels(problem.groups());
  }

  private static long channels(long count) {
    return shrink(count, 2 * CHANNEL_BLOCK, CHANNEL_BLOCK);
  }

  private static long size(long size, long kernel, long stride, long dilation) {
    return shrink(size, (kernel - 1) * dilation + 1 + (POSITIONS - 1) * stride, stride);
  }

  /** The smallest number from {@code least} on that has the remainder of {@code count}. */
  private static long shrink(long count, long least, long modulus) {
    return count <= least ? count : least + (count - least) % modulus;
  }

  /** Depthwise ops are called for some images, and for one: a released version fails for one. */
  private static Optional<String> check(ConvCase convCase, ConvDirection direction, Limits limits) {
    ConvProblem problem = convCase.problem();
    Optional<String> objection = check(convCase, direction, new NativeWhole(problem));
    return objection.isPresent() || problem.groups() == 1
        ? objection
        : check(convCase, direction, new NativeDepthwise(problem, limits));
  }

  private static Optional<String> check(
      ConvCase convCase, ConvDirection direction, NativePlan plan) {
    Judge judge = Judge.of(convCase);
    try {
      Judgement judgement = judge.judge(direction, compute(judge, direction, plan));
      return judgement.verdict() == Verdict.EXACT
          ? Optional.empty()
          : Optional.of(
              "ND4J's op is not exact on %s: %s".formatted(convCase.problem(), judgement.reason()));
    } catch (RuntimeException failure) {
      return Optional.of(
          "ND4J's op fails on %s: %s".formatted(convCase.problem(), failure.getMessage()));
    }
  }

  private static Tensor compute(Judge judge, ConvDirection direction, NativePlan plan) {
    ConvProblem problem = judge.problem();
    Operands operands = judge.operands();
    DenseArray input = dense(problem, operands.input());
    DenseArray filter = dense(problem, operands.filter());
    DenseArray output = unwritten(problem, Operand.OUTPUT);
    DenseArray inputGradient = unwritten(problem, Operand.INPUT_GRADIENT);
    DenseArray filterGradient = unwritten(problem, Operand.FILTER_GRADIENT);
    if (direction == ConvDirection.FORWARD) {
      DenseArray bias = problem.bias() ? dense(problem, operands.bias()) : null;
      plan.forward(input, filter, bias, output);
    } else {
      DenseArray outputGradient = dense(problem, operands.outputGradient());
      try (Workspace.Frame frame = Workspace.ofThread().open(Limits.DEFAULT_WORKSPACE_BYTES)) {
        plan.backward(input, filter, outputGradient, inputGradient, filterGradient, frame);
      }
    }
    DenseArray result =
        switch (direction) {
          case FORWARD -> output;
          case INPUT_GRADIENT -> inputGradient;
          case FILTER_GRADIENT -> filterGradient;
          case BIAS_GRADIENT -> throw new IllegalArgumentException("the op is not asked for that");
        };
    Tensor tensor = Tensor.zeros(direction.result().shape(problem));
    double[] values = result.array().data().asDouble();
    System.arraycopy(values, 0, tensor.values(), 0, values.length);
    return tensor;
  }

  private static DenseArray dense(ConvProblem problem, Tensor values) {
    INDArray array = create(problem, values.shape());
    for (int i = 0; i < values.size(); i++) {
      array.data().put(i, values.values()[i]);
    }
    return DenseArray.of(array);
  }

  /** Elements that the op leaves as they are show as NaN. */
  private static DenseArray unwritten(ConvProblem problem, Operand operand) {
    return DenseArray.of(create(problem, operand.shape(problem)).assign(Double.NaN));
  }

  private static INDArray create(ConvProblem problem, long[] shape) {
    DataType type = problem.elementType() == ElementType.FLOAT64 ? DataType.DOUBLE : DataType.FLOAT;
    return Nd4j.createUninitializedDetached(type, 'c', shape);
  }
}
