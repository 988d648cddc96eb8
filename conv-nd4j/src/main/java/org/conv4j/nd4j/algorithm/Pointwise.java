package org.conv4j.nd4j.algorithm;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.conv4j.ConvProblem;
import org.conv4j.Extent;
import org.conv4j.Sides;
import org.conv4j.TensorLayout;
import org.conv4j.nd4j.algorithm.PointwisePixels.Part;
import org.conv4j.nd4j.gemm.Gemm;
import org.conv4j.nd4j.gemm.Matrix;
import org.conv4j.nd4j.kernel.KernelProvider;
import org.conv4j.nd4j.panel.Correlation;
import org.conv4j.nd4j.panel.PlanarPointwise;
import org.conv4j.nd4j.panel.PlanarPointwiseBackward;
import org.conv4j.nd4j.panel.PlanarPointwiseFilterGradient;
import org.conv4j.nd4j.panel.PointwisePlan;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.DenseArray;
import org.conv4j.nd4j.workspace.ElementMemory;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.conv4j.nd4j.workspace.NativeMemory;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * 1x1 kernels: filter times pixels is a matrix product as it is.
 *
 * <p>Where the machine has vectors, planar float32 tensors are multiplied in register blocks, see
 * {@link PlanarPointwise}. Everything else goes to BLAS or oneDNN: without stride and padding
 * nothing is copied, unless planes are small ({@link JoinedPointwise}); otherwise the pixels that
 * outputs meet are gathered, a block at a time. One task is one single-threaded product of a block
 * of channels by a block of positions.
 */
public final class Pointwise implements Algorithm {

  /**
   * Tasks wanted. BLAS packs its operands anew for each: with 32 of them, 1024 to 256 @ 14 took 5.8
   * ms in place of 4.6, 64 to 256 @ 56 6.0 in place of 5.3.
   */
  private static final long TASKS = 8;

  /** Positions below which a block is not split: a product of fewer columns loses speed. */
  private static final long LEAST_POSITIONS = 256;

  /** Images from which on oneDNN has one in each task. */
  private static final long LEAST_IMAGES = 4;

  /** Positions of a plane that fill oneDNN's blocks. */
  private static final long LEAST_PLANE = 512;

  /** Channels below which a block is not split. */
  private static final long LEAST_CHANNELS = 64;

  @Override
  public String name() {
    return "pointwise";
  }

  @Override
  public Proposal<ForwardPlan> forward(ConvProblem problem, Limits limits) {
    Optional<PointwisePlan> panels = panels(problem, limits, Correlation::ofOutput);
    return propose(
        problem,
        limits,
        () ->
            panels.isEmpty()
                ? JoinedPointwise.ofOutput(problem, limits)
                    .<ForwardPlan>map(joined -> joined::execute)
                    .orElseGet(() -> new Forward(problem, limits))
                : (input, filter, bias, output) ->
                    panels
                        .get()
                        .execute(
                            FloatMemory.of(input),
                            FloatMemory.of(filter),
                            Blocked.memory(bias),
                            FloatMemory.of(output)));
  }

  @Override
  public Proposal<InputGradientPlan> inputGradient(ConvProblem problem, Limits limits) {
    Optional<PointwisePlan> panels = panels(problem, limits, Correlation::ofInputGradient);
    return propose(
        problem,
        limits,
        () ->
            panels.isEmpty()
                ? JoinedPointwise.ofInputGradient(problem, limits)
                    .<InputGradientPlan>map(
                        joined ->
                            (filter, outputGradient, inputGradient) ->
                                joined.execute(outputGradient, filter, null, inputGradient))
                    .orElseGet(() -> new InputGradient(problem, limits))
                : (filter, outputGradient, inputGradient) ->
                    panels
                        .get()
                        .execute(
                            FloatMemory.of(outputGradient),
                            FloatMemory.of(filter),
                            null,
                            FloatMemory.of(inputGradient)));
  }

  private static Optional<PointwisePlan> panels(
      ConvProblem problem, Limits limits, Function<ConvProblem, Correlation> view) {
    if (!takesPanels(problem, limits) || fasterByOneDnn(problem, limits)) {
      return Optional.empty();
    }
    return PointwisePlan.of(
            view.apply(problem),
            KernelProvider.kernels(),
            Workers.shared(),
            limits.workspaceBytes())
        .stream()
        .filter(p -> Blocked.tooLarge(p.taskFloats(), p.sharedFloats(), limits).isEmpty())
        .findFirst();
  }

  /**
   * Whether products of whole planes by oneDNN are faster than register blocks, which write their
   * results twice. Milliseconds at batch 8, two threads, output: 64 to 64 @ 56 0.98 and 1.34, 64 to
   * 256 @ 56 3.9 and 4.7, 256 to 128 @ 56 7.7 and 9.2, 128 to 512 @ 28 3.7 and 4.4; but 1024 to
   * 256 @ 14 4.1 and 4.1.
   */
  private static boolean fasterByOneDnn(ConvProblem problem, Limits limits) {
    return limits.machine().oneDnn()
        && problem.stride().equals(Extent.square(1))
        && problem.sides().equals(Sides.NONE)
        && problem.groups() == 1
        && problem.batch() >= LEAST_IMAGES
        && problem.outputSize().height() * problem.outputSize().width() >= LEAST_PLANE;
  }

  /**
   * Whether register blocks compute it: planar float32 tensors, and a machine with vectors. BLAS
   * does everything else.
   */
  private static boolean takesPanels(ConvProblem problem, Limits limits) {
    return limits.machine().vectorApi()
        && problem.layout() == TensorLayout.NCHW
        && problem.kernel().equals(Extent.square(1))
        && Blocked.refusal(problem, limits).isEmpty()
        && PlanarPointwise.any(Correlation.ofOutput(problem));
  }

  @Override
  public Proposal<FilterGradientPlan> filterGradient(ConvProblem problem, Limits limits) {
    Optional<PlanarPointwiseFilterGradient> panels = filterGradientPanels(problem, limits);
    return propose(
        problem,
        limits,
        () ->
            panels.isEmpty()
                ? TransposedFilterGradient.of(problem, limits)
                    .orElseGet(() -> new FilterGradient(problem, limits))
                : (input, outputGradient, filterGradient) ->
                    panels
                        .get()
                        .execute(
                            FloatMemory.of(input),
                            FloatMemory.of(outputGradient),
                            FloatMemory.of(filterGradient)));
  }

  @Override
  public Proposal<BackwardPlan> backward(ConvProblem problem, Limits limits) {
    if (!takesPanels(problem, limits) || fasterByOneDnn(problem, limits)) {
      return Proposal.refuse("register blocks do not compute it");
    }
    return Blocked.backward(
        PlanarPointwiseBackward.of(
            problem, KernelProvider.kernels(), Workers.shared(), limits.workspaceBytes()),
        limits,
        "no task has whole images for both gradients");
  }

  private static Optional<PlanarPointwiseFilterGradient> filterGradientPanels(
      ConvProblem problem, Limits limits) {
    if (!takesPanels(problem, limits)) {
      return Optional.empty();
    }
    PlanarPointwiseFilterGradient plan =
        new PlanarPointwiseFilterGradient(
            problem, KernelProvider.kernels(), Workers.shared(), limits.workspaceBytes());
    return Optional.of(plan)
        .filter(p -> Blocked.tooLarge(p.taskFloats(), p.sharedFloats(), limits).isEmpty());
  }

  private static <P> Proposal<P> propose(ConvProblem problem, Limits limits, Supplier<P> plan) {
    if (!problem.kernel().equals(Extent.square(1))) {
      return Proposal.refuse("the kernel is " + problem.kernel() + ", not 1 x 1");
    }
    if (!limits.machine().addressable()) {
      return Proposal.refuse(
          "array memory has no addresses on backend " + limits.machine().backend());
    }
    long plane =
        Math.max(
            problem.inputSize().height() * problem.inputSize().width(),
            problem.outputSize().height() * problem.outputSize().width());
    if (plane > Integer.MAX_VALUE || problem.batch() * plane > Integer.MAX_VALUE) {
      return Proposal.refuse(
          "%d positions exceed the 32-bit sizes of BLAS".formatted(problem.batch() * plane));
    }
    return Proposal.offer(plan);
  }

  /** What the plans share: the sizes of blocks. */
  private abstract static class Plan {
    final ConvProblem problem;
    final Limits limits;
    final PointwisePixels pixels;
    final long groups;
    final long channels;
    final long outputs;

    Plan(ConvProblem problem, Limits limits) {
      this.problem = problem;
      this.limits = limits;
      this.pixels = new PointwisePixels(problem);
      this.groups = problem.groups();
      this.channels = problem.inputChannelsPerGroup();
      this.outputs = problem.outputChannelsPerGroup();
    }

    /** Elements of scratch that a thread may have. */
    long scratchElements() {
      return limits.workspaceBytes() / problem.elementType().bytes();
    }

    /**
     * Positions of one task: few enough for {@link #TASKS} tasks, and, where they are gathered, for
     * their channels to fit the workspace.
     */
    long positionBlock() {
      long wanted = blocks(TASKS, pixels.slabs() * groups);
      long block = Math.max(LEAST_POSITIONS, blocks(pixels.positions(), wanted));
      if (!pixels.inPlace()) {
        block = Math.min(block, Math.max(64, scratchElements() / channels));
      }
      return Math.min(pixels.positions(), block);
    }

    /** The {@code index}-th block of positions, all slabs and groups counted through. */
    Part part(long index, long positionBlock, long positionBlocks) {
      long first = index % positionBlocks * positionBlock;
      long slabAndGroup = index / positionBlocks;
      return new Part(
          slabAndGroup / groups,
          slabAndGroup % groups,
          first,
          Math.min(positionBlock, pixels.positions() - first));
    }

    /** Input channels gathered at a time for {@code positions} positions. */
    long channelChunk(long positions) {
      return pixels.inPlace() ? channels : Math.min(channels, scratchElements() / positions);
    }

    DenseArray scratch(Workspace.Frame workspace, long channels, long positions) {
      return pixels.inPlace()
          ? null
          : workspace.elements(problem.elementType(), channels * positions);
    }

    void run(long tasks, Workers.Task task) {
      Workers.shared().run(Math.toIntExact(tasks), limits.workspaceBytes(), task);
    }
  }

  /** Blocks of a range. */
  private static long blocks(long all, long size) {
    return Math.floorDiv(all - 1, size) + 1;
  }

  /**
   * The size of a block of channels, so that there are {@code wanted} blocks if that is sensible.
   */
  private static long channelBlock(long all, long wanted) {
    return Math.min(all, Math.max(LEAST_CHANNELS, blocks(all, Math.max(1, wanted))));
  }

  /** output = bias + filter x pixels. */
  private static final class Forward extends Plan implements ForwardPlan {
    private final long positionBlock = positionBlock();
    private final long positionBlocks = blocks(pixels.positions(), positionBlock);
    private final long channelChunk = channelChunk(positionBlock);
    private final long outputBlock =
        pixels.inPlace()
            ? channelBlock(outputs, blocks(TASKS, pixels.slabs() * groups * positionBlocks))
            : outputs;
    private final long outputBlocks = blocks(outputs, outputBlock);

    Forward(ConvProblem problem, Limits limits) {
      super(problem, limits);
    }

    @Override
    public void execute(DenseArray input, DenseArray filter, DenseArray bias, DenseArray output) {
      try (Gemm gemm = Gemm.open()) {
        run(
            pixels.slabs() * groups * positionBlocks * outputBlocks,
            (task, workspace) -> {
              long firstOutput = task % outputBlocks * outputBlock;
              long outputCount = Math.min(outputBlock, outputs - firstOutput);
              Part part = part(task / outputBlocks, positionBlock, positionBlocks);
              Matrix result = pixels.output(output, part, firstOutput, outputCount);
              if (bias != null) {
                spread(gemm, bias, part.group() * outputs + firstOutput, result);
              }
              DenseArray scratch = scratch(workspace, channelChunk, part.count());
              for (long first = 0; first < channels; first += channelChunk) {
                long count = Math.min(channelChunk, channels - first);
                gemm.multiply(
                    pixels.filter(filter, part.group(), firstOutput, outputCount, first, count),
                    pixels.read(input, part, first, count, scratch),
                    bias != null || first > 0,
                    result);
              }
            });
      }
    }

    /** Sets every position of {@code result} to the bias of its channel. */
    private void spread(Gemm gemm, DenseArray bias, long firstOutput, Matrix result) {
      int bytes = problem.elementType().bytes();
      long from = bias.address() + firstOutput * bytes;
      if (problem.layout() == TensorLayout.NCHW) {
        for (long k = 0; k < result.rows(); k++) {
          gemm.copy(
              problem.elementType(),
              result.columns(),
              from + k * bytes,
              0,
              result.address() + k * result.rowStride() * bytes,
              1);
        }
      } else {
        for (long position = 0; position < result.columns(); position++) {
          NativeMemory.copy(
              from,
              result.address() + position * result.columnStride() * bytes,
              result.rows() * bytes);
        }
      }
    }
  }

  /** Gradient of the pixels = transposed filter x output gradient. */
  private static final class InputGradient extends Plan implements InputGradientPlan {
    private final long positionBlock = positionBlock();
    private final long positionBlocks = blocks(pixels.positions(), positionBlock);
    private final long channelBlock =
        pixels.inPlace()
            ? channelBlock(channels, blocks(TASKS, pixels.slabs() * groups * positionBlocks))
            : channelChunk(positionBlock);
    private final long channelBlocks = blocks(channels, channelBlock);

    InputGradient(ConvProblem problem, Limits limits) {
      super(problem, limits);
    }

    @Override
    public void execute(DenseArray filter, DenseArray outputGradient, DenseArray inputGradient) {
      if (!pixels.inPlace() && !pixels.areGrids(positionBlock)) {
        clear(ElementMemory.of(inputGradient), inputGradient.length());
      }
      try (Gemm gemm = Gemm.open()) {
        run(
            pixels.slabs() * groups * positionBlocks * channelBlocks,
            (task, workspace) -> {
              long firstChannel = task % channelBlocks * channelBlock;
              long channelCount = Math.min(channelBlock, channels - firstChannel);
              Part part = part(task / channelBlocks, positionBlock, positionBlocks);
              DenseArray scratch = scratch(workspace, channelCount, part.count());
              Matrix target =
                  pixels.target(inputGradient, part, firstChannel, channelCount, scratch);
              gemm.multiply(
                  pixels
                      .filter(filter, part.group(), 0, outputs, firstChannel, channelCount)
                      .transpose(),
                  pixels.output(outputGradient, part, 0, outputs),
                  false,
                  target);
              pixels.deliver(target, scratch, inputGradient, part, firstChannel);
            });
      }
    }

    private void clear(ElementMemory memory, long length) {
      run(
          TASKS,
          (task, workspace) -> {
            long from = length * task / TASKS;
            memory.clear(from, length * (task + 1) / TASKS - from);
          });
    }
  }

  /**
   * Gradient of the filter = sum over positions of output gradient x transposed pixels. Positions
   * of all slabs are divided into parts, each with sums of its own, added in order: tasks that
   * share positions would pack the same operands.
   */
  private static final class FilterGradient extends Plan implements FilterGradientPlan {

    /** Parts wanted; a power of two divides images alike. */
    private static final int MOST_PARTS = 4;

    private final int parts = parts();
    private final boolean outputsSplit = pixels.inPlace() && outputs >= channels;
    private final long outputBlock = outputsSplit ? block(outputs) : outputs;
    private final long outputBlocks = blocks(outputs, outputBlock);
    private final long channelBlock = outputsSplit ? channels : block(channels);
    private final long channelBlocks = blocks(channels, channelBlock);
    private final long positionBlock =
        Math.min(
            pixels.positions(),
            pixels.inPlace() ? Long.MAX_VALUE : Math.max(1, scratchElements() / 2 / channelBlock));

    FilterGradient(ConvProblem problem, Limits limits) {
      super(problem, limits);
    }

    private long filterElements() {
      return groups * outputs * channels;
    }

    private long allPositions() {
      return pixels.slabs() * pixels.positions();
    }

    /** Sums may take half of the workspace; the first part's are the result. */
    private int parts() {
      int wanted = MOST_PARTS;
      while (wanted > 1
          && ((wanted - 1) * filterElements() > scratchElements() / 2
              || allPositions() / wanted < LEAST_POSITIONS)) {
        wanted /= 2;
      }
      return wanted;
    }

    private long scratchOfTask() {
      return pixels.inPlace() ? 0 : channelBlock * positionBlock;
    }

    private long block(long all) {
      return channelBlock(all, blocks(TASKS, parts * groups));
    }

    @Override
    public void execute(DenseArray input, DenseArray outputGradient, DenseArray filterGradient) {
      try (Gemm gemm = Gemm.open();
          Workspace.Frame frame = Workspace.ofThread().open(limits.workspaceBytes())) {
        DenseArray[] sums =
            PartialSums.take(frame, filterGradient, parts, filterElements(), scratchOfTask());
        run(
            parts * groups * outputBlocks * channelBlocks,
            (task, workspace) -> {
              long block = task / parts;
              long firstChannel = block % channelBlocks * channelBlock;
              long channelCount = Math.min(channelBlock, channels - firstChannel);
              long firstOutput = block / channelBlocks % outputBlocks * outputBlock;
              long outputCount = Math.min(outputBlock, outputs - firstOutput);
              long group = block / channelBlocks / outputBlocks;
              int part = task % parts;
              DenseArray scratch = scratch(workspace, channelCount, positionBlock);
              Matrix sum =
                  pixels.filter(
                      sums[part], group, firstOutput, outputCount, firstChannel, channelCount);
              long begin = allPositions() * part / parts;
              long end = allPositions() * (part + 1) / parts;
              for (long at = begin, count; at < end; at += count) {
                long first = at % pixels.positions();
                count = Math.min(Math.min(positionBlock, pixels.positions() - first), end - at);
                Part here = new Part(at / pixels.positions(), group, first, count);
                gemm.multiply(
                    pixels.output(outputGradient, here, firstOutput, outputCount),
                    pixels.read(input, here, firstChannel, channelCount, scratch).transpose(),
                    at > begin,
                    sum);
              }
            });
        PartialSums.add(gemm, limits, filterElements(), sums);
      }
    }
  }
}
