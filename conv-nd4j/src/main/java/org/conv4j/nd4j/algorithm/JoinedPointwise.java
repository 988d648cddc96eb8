package org.conv4j.nd4j.algorithm;

import java.util.Optional;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.nd4j.gemm.Gemm;
import org.conv4j.nd4j.gemm.Matrix;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.DenseArray;
import org.conv4j.nd4j.workspace.ElementMemory;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * 1x1 kernels on small planes: those of several images are put side by side, so that a product has
 * columns enough, and its result is brought back to the images.
 *
 * <p>GFLOP/s of one thread by oneDNN, 512 to 2048 channels: 76 with the 49 columns of a plane of 7
 * x 7, 92 with 98, 96 with 196, 102 with 392.
 */
final class JoinedPointwise {

  /** Columns from which on a product gains little by more. */
  private static final long ENOUGH_COLUMNS = 128;

  /**
   * Tasks wanted; each gathers what it multiplies by. Milliseconds of two threads with 2, 4 and 8:
   * 512 to 2048 @ 7 4.8, 4.3 and 4.4, its input gradient 4.7, 4.9 and 5.1, 1024 to 2048 @ 14 in
   * steps of two 9.0, 9.6 and 10.5.
   */
  private static final long TASKS = 4;

  /** Destinations below which a block is not split. */
  private static final long LEAST_DESTINATIONS = 256;

  private final Limits limits;
  private final PlaneGrid source;
  private final PlaneGrid destination;
  private final Weights weights;
  private final long images;
  private final long joined;
  private final long sets;
  private final long block;
  private final long blocks;

  private JoinedPointwise(
      ConvProblem problem,
      Limits limits,
      PlaneGrid source,
      PlaneGrid destination,
      Weights weights) {
    this.limits = limits;
    this.source = source;
    this.destination = destination;
    this.weights = weights;
    this.images = problem.batch();
    this.joined = joined(problem);
    this.sets = ceilDiv(images, joined);
    long wanted = ceilDiv(TASKS, sets);
    this.block =
        Math.min(
            destination.channels(),
            Math.max(LEAST_DESTINATIONS, ceilDiv(destination.channels(), wanted)));
    this.blocks = ceilDiv(destination.channels(), block);
  }

  /** The output of {@code problem}, if its planes are small. */
  static Optional<JoinedPointwise> ofOutput(ConvProblem problem, Limits limits) {
    PointwisePixels pixels = new PointwisePixels(problem);
    return of(
        problem,
        limits,
        PlaneGrid.input(problem),
        PlaneGrid.output(problem),
        (filter, first, count) ->
            pixels.filter(filter, 0, first, count, 0, problem.inputChannels()));
  }

  /** The input gradient of {@code problem}, if its planes are small. */
  static Optional<JoinedPointwise> ofInputGradient(ConvProblem problem, Limits limits) {
    PointwisePixels pixels = new PointwisePixels(problem);
    return of(
        problem,
        limits,
        PlaneGrid.output(problem),
        PlaneGrid.input(problem),
        (filter, first, count) ->
            pixels.filter(filter, 0, 0, problem.outputChannels(), first, count).transpose());
  }

  private static Optional<JoinedPointwise> of(
      ConvProblem problem,
      Limits limits,
      PlaneGrid source,
      PlaneGrid destination,
      Weights weights) {
    return PlaneGrid.suits(problem) && joined(problem) > 1
        ? Optional.of(new JoinedPointwise(problem, limits, source, destination, weights))
            .filter(plan -> plan.taskElements() * Float.BYTES <= limits.workspaceBytes())
        : Optional.empty();
  }

  /**
   * As many images as give enough columns, or up to twice as many, if that divides the batch; 1 if
   * one gives enough, or there is one only.
   */
  private static long joined(ConvProblem problem) {
    long positions = problem.outputSize().height() * problem.outputSize().width();
    long least = Math.min(problem.batch(), ceilDiv(ENOUGH_COLUMNS, Math.max(1, positions)));
    for (long images = least; images < 2 * least; images++) {
      if (problem.batch() % images == 0) {
        return images;
      }
    }
    return least;
  }

  private long taskElements() {
    return (source.channels() + block) * joined * source.positions();
  }

  /**
   * Computes the destination.
   *
   * @param bias added to each destination channel; null for none
   */
  void execute(DenseArray from, DenseArray filter, DenseArray bias, DenseArray to) {
    ElementMemory sources = ElementMemory.of(from);
    ElementMemory destinations = ElementMemory.of(to);
    try (Gemm gemm = Gemm.open()) {
      Workers.shared()
          .run(
              Math.toIntExact(sets * blocks),
              limits.workspaceBytes(),
              (task, workspace) -> {
                long image = task / blocks * joined;
                long count = Math.min(joined, images - image);
                long columns = count * source.positions();
                long first = task % blocks * block;
                long channels = Math.min(block, destination.channels() - first);
                Matrix pixels = matrix(workspace, source.channels(), columns, channels * columns);
                source.gather(
                    sources, image, count, 0, source.channels(), ElementMemory.of(pixels.memory()));
                Matrix result = matrix(workspace, channels, columns, 0);
                ElementMemory results = ElementMemory.of(result.memory());
                if (bias != null) {
                  ElementMemory biases = ElementMemory.of(bias);
                  for (long d = 0; d < channels; d++) {
                    biases.repeat(first + d, 1, columns, results, d * columns);
                  }
                }
                gemm.multiply(weights.of(filter, first, channels), pixels, bias != null, result);
                destination.scatter(results, image, count, first, channels, destinations);
              });
    }
  }

  private static Matrix matrix(Workspace.Frame workspace, long rows, long columns, long rest) {
    return new Matrix(
        workspace.elements(ElementType.FLOAT32, rows * columns, rest),
        0,
        rows,
        columns,
        columns,
        1);
  }

  private static long ceilDiv(long dividend, long divisor) {
    return (dividend + divisor - 1) / divisor;
  }

  /** Some destinations' weights: destinations by sources. */
  private interface Weights {
    Matrix of(DenseArray filter, long firstDestination, long destinations);
  }
}
