package org.conv4j.nd4j.algorithm;

import org.conv4j.ConvProblem;
import org.conv4j.Operand;
import org.conv4j.TensorLayout;
import org.conv4j.nd4j.gemm.Gemm;
import org.conv4j.nd4j.gemm.OpenMp;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.DenseArray;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * Many calls of ND4J's depthwise op, by our threads: each for some channels of some images, on one
 * thread.
 *
 * <p>oneDNN brings images into an order of its own and back, in memory that it allocates anew for
 * each call. What a cache holds takes less time, and so do few channels of large planes. Besides,
 * one call is a handful of parallel regions, for each of which sleeping threads have to be woken.
 * Milliseconds, two threads that sleep when idle, both gradients of 8 images in one call and thus:
 * 32 @ 112 9.1 and 4.0, 128 @ 56 10.2 and 6.3, 256 @ 28 3.7 and 2.0, 512 @ 14 2.1 and 1.6.
 */
final class NativeDepthwise implements NativePlan {

  /** Input, its gradient and output gradient of a call. */
  private static final long CALL_BYTES = 3L << 20;

  /** oneDNN's blocks of channels. */
  private static final long CHANNEL_BLOCK = 16;

  /** Calls wanted for each block of channels, whatever the number of threads. */
  private static final long LEAST_PARTS = 4;

  private final ConvProblem problem;
  private final Limits limits;
  private final NativeOp op;
  private final long filterElements;
  private final long channelsPerCall;
  private final long imagesPerCall;

  NativeDepthwise(ConvProblem problem, Limits limits) {
    this.problem = problem;
    this.limits = limits;
    this.op = new NativeOp(problem);
    this.filterElements = imageElements(Operand.FILTER) * Operand.FILTER.shape(problem)[0];
    long channels = problem.groups();
    long channelBytes =
        (2 * imageElements(Operand.INPUT) + imageElements(Operand.OUTPUT))
            * problem.elementType().bytes()
            / channels;
    this.channelsPerCall =
        problem.layout() == TensorLayout.NHWC || channelBytes * channels <= CALL_BYTES
            ? channels
            : Math.min(
                channels, Math.max(1, CALL_BYTES / channelBytes / CHANNEL_BLOCK) * CHANNEL_BLOCK);
    long mostParts = 1 + limits.workspaceBytes() / 2 / bytes(filterElements);
    this.imagesPerCall =
        Math.max(
            ceilDiv(problem.batch(), mostParts),
            Math.max(
                1,
                Math.min(
                    problem.batch() / LEAST_PARTS, CALL_BYTES / (channelBytes * channelsPerCall))));
  }

  @Override
  public void forward(DenseArray input, DenseArray filter, DenseArray bias, DenseArray output) {
    run(
        (part, block, workspace) ->
            op.forward(
                op.images(Operand.INPUT, input, block),
                op.filter(filter, block),
                bias == null ? null : op.bias(bias, block),
                op.images(Operand.OUTPUT, output, block)));
  }

  @Override
  public void backward(
      DenseArray input,
      DenseArray filter,
      DenseArray outputGradient,
      DenseArray inputGradient,
      DenseArray filterGradient,
      Workspace.Frame workspace) {
    DenseArray[] sums = sums(filterGradient, workspace, 0);
    run(
        (part, block, scratch) ->
            op.backward(
                op.images(Operand.INPUT, input, block),
                op.filter(filter, block),
                op.images(Operand.OUTPUT_GRADIENT, outputGradient, block),
                op.images(Operand.INPUT_GRADIENT, inputGradient, block),
                op.filter(sums[part], block)));
    add(sums);
  }

  @Override
  public void inputGradient(
      DenseArray filter,
      DenseArray outputGradient,
      DenseArray inputGradient,
      Workspace.Frame workspace) {
    run(
        (part, block, scratch) -> {
          DenseArray unwanted = scratch.elements(problem.elementType(), filterElements);
          op.backward(
              op.images(Operand.INPUT_GRADIENT, inputGradient, block),
              op.filter(filter, block),
              op.images(Operand.OUTPUT_GRADIENT, outputGradient, block),
              op.images(Operand.INPUT_GRADIENT, inputGradient, block),
              op.filter(unwanted, block));
        });
  }

  @Override
  public void filterGradient(
      DenseArray input,
      DenseArray outputGradient,
      DenseArray filterGradient,
      Workspace.Frame workspace) {
    DenseArray[] sums = sums(filterGradient, workspace, inputElements());
    run(
        (part, block, scratch) -> {
          DenseArray unwanted = scratch.elements(problem.elementType(), inputElements());
          op.backward(
              op.images(Operand.INPUT, input, block),
              op.filter(sums[part], block),
              op.images(Operand.OUTPUT_GRADIENT, outputGradient, block),
              op.input(unwanted, block),
              op.filter(sums[part], block));
        });
    add(sums);
  }

  @Override
  public long inputGradientBytes() {
    return bytes(filterElements);
  }

  @Override
  public long filterGradientBytes() {
    return bytes(inputElements() + (parts() - 1) * filterElements);
  }

  /** The first part's sums are the result. */
  private DenseArray[] sums(DenseArray filterGradient, Workspace.Frame workspace, long restOfTask) {
    int parts = Math.max(1, Math.toIntExact(parts()));
    return PartialSums.take(workspace, filterGradient, parts, filterElements, restOfTask);
  }

  private void add(DenseArray[] sums) {
    try (Gemm gemm = Gemm.open()) {
      PartialSums.add(gemm, limits, filterElements, sums);
    }
  }

  private void run(Call call) {
    long blocks = blocks();
    Workers.shared()
        .run(
            Math.toIntExact(parts() * blocks),
            limits.workspaceBytes(),
            (task, workspace) -> {
              long part = task / blocks;
              long image = part * imagesPerCall;
              long channel = task % blocks * channelsPerCall;
              NativeBlock block =
                  new NativeBlock(
                      image,
                      Math.min(imagesPerCall, problem.batch() - image),
                      channel,
                      task % blocks == blocks - 1 ? problem.groups() - channel : channelsPerCall);
              OpenMp.onOneThread(() -> call.run((int) part, block, workspace));
            });
  }

  private long parts() {
    return ceilDiv(problem.batch(), imagesPerCall);
  }

  /** Blocks of channels; the last one has those that are left over, too. */
  private long blocks() {
    return problem.groups() / channelsPerCall;
  }

  private long inputElements() {
    long mostChannels = problem.groups() - (blocks() - 1) * channelsPerCall;
    return imageElements(Operand.INPUT) / problem.groups() * mostChannels * imagesPerCall;
  }

  private long imageElements(Operand operand) {
    long[] shape = operand.shape(problem);
    return shape[1] * shape[2] * shape[3];
  }

  private long bytes(long elements) {
    return elements * problem.elementType().bytes();
  }

  private static long ceilDiv(long dividend, long divisor) {
    return (dividend + divisor - 1) / divisor;
  }

  private interface Call {
    void run(int part, NativeBlock block, Workspace.Frame workspace);
  }
}
