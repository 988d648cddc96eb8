package org.conv4j.nd4j.algorithm;

import java.util.Optional;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.FilterLayout;
import org.conv4j.nd4j.gemm.Gemm;
import org.conv4j.nd4j.gemm.Matrix;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.DenseArray;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * The filter gradient of 1x1 kernels for oneDNN, which multiplies slowly by a matrix that is stored
 * by columns, as channels by positions are: so the operand of fewer channels is transposed, image
 * by image, and the other one multiplied by it,
 *
 * <pre>
 * filter gradient [outputs x channels] = output gradient [outputs x positions]
 *     x transposed input [positions x channels]
 * </pre>
 *
 * or, where there are fewer outputs, with the two exchanged. Images are divided into parts with
 * sums of their own, which are added in order.
 *
 * <p>Milliseconds at batch 8, two threads, and by BLAS, which transposes as it packs: 64 to 256 @
 * 56 4.9 and 5.7, 256 to 128 @ 56 9.1 and 10.2, 128 to 512 @ 28 4.3 and 5.0, 256 to 512 @ 56 in
 * steps of two 9.8 and 11.2, 512 @ 14 4.1 and 4.5, 16 to 96 @ 112 2.6 and 4.4, 32 to 64 @ 112 3.2
 * and 4.0; but 64 to 64 @ 56 1.6 to 1.8 and 1.5.
 */
final class TransposedFilterGradient implements FilterGradientPlan {

  /** Positions of a plane from which on a product of one image is fast: 14 x 14, but not 7 x 7. */
  private static final long LEAST_PLANE = 128;

  /** Channels that are worth a product. */
  private static final long LEAST_CHANNELS = 16;

  /** From so many channels on either side, there have to be some more on the other one. */
  private static final long MANY_CHANNELS = 64;

  /** Parts wanted; a power of two divides images alike. */
  private static final int MOST_PARTS = 8;

  /** Parts wanted of small planes: each has several images, and adds to the same sums. */
  private static final int MOST_PARTS_OF_SMALL_PLANES = 4;

  /** Positions of a plane that is not small. */
  private static final int LARGE_PLANE = 512;

  private final Limits limits;
  private final boolean outputsFewer;
  private final PlaneGrid fewer;
  private final PlaneGrid more;
  private final int images;
  private final int positions;
  private final int parts;
  private final boolean asStored;

  private TransposedFilterGradient(ConvProblem problem, Limits limits) {
    this.limits = limits;
    PlaneGrid input = PlaneGrid.input(problem);
    PlaneGrid output = PlaneGrid.output(problem);
    this.outputsFewer = output.channels() < input.channels();
    this.fewer = outputsFewer ? output : input;
    this.more = outputsFewer ? input : output;
    this.images = Math.toIntExact(problem.batch());
    this.positions = Math.toIntExact(output.positions());
    this.parts = parts();
    this.asStored = outputsFewer == (problem.filterLayout() == FilterLayout.HWIO);
  }

  /** This plan, where it is the faster one. */
  static Optional<FilterGradientPlan> of(ConvProblem problem, Limits limits) {
    boolean suits =
        limits.machine().oneDnn()
            && PlaneGrid.suits(problem)
            && problem.outputSize().height() * problem.outputSize().width() >= LEAST_PLANE
            && enough(problem);
    return suits
        ? Optional.of(new TransposedFilterGradient(problem, limits))
            .filter(plan -> plan.parts > 1 && plan.more.whole() && plan.fits())
            .map(plan -> plan)
        : Optional.empty();
  }

  private static boolean enough(ConvProblem problem) {
    long fewer = Math.min(problem.inputChannels(), problem.outputChannels());
    long more = Math.max(problem.inputChannels(), problem.outputChannels());
    return fewer >= LEAST_CHANNELS && (fewer < MANY_CHANNELS || 2 * more >= 3 * MANY_CHANNELS);
  }

  private long sums() {
    return fewer.channels() * more.channels();
  }

  /** Sums take half of the workspace, and what a task needs the other half. */
  private long half() {
    return limits.workspaceBytes() / 2 / Float.BYTES;
  }

  private int parts() {
    int wanted = positions < LARGE_PLANE ? MOST_PARTS_OF_SMALL_PLANES : MOST_PARTS;
    while (wanted > 1 && (wanted > images || wanted * sums() > half())) {
      wanted /= 2;
    }
    return wanted;
  }

  private boolean fits() {
    return TransposedPlanes.elements(fewer) <= half();
  }

  @Override
  public void execute(DenseArray input, DenseArray outputGradient, DenseArray filterGradient) {
    FloatMemory small = FloatMemory.of(outputsFewer ? outputGradient : input);
    DenseArray large = outputsFewer ? input : outputGradient;
    try (Gemm gemm = Gemm.open();
        Workspace.Frame frame = Workspace.ofThread().open(limits.workspaceBytes())) {
      DenseArray[] sums = sums(filterGradient, frame);
      Workers.shared()
          .run(
              parts,
              limits.workspaceBytes(),
              (part, workspace) -> {
                TransposedPlanes transposed = new TransposedPlanes(fewer, small, workspace);
                int first = images * part / parts;
                int end = images * (part + 1) / parts;
                for (int image = first; image < end; image++) {
                  gemm.multiply(
                      matrix(large, more.index(image, 0), positions),
                      transposed.of(image),
                      image > first,
                      matrix(sums[part], 0, fewer.channels()));
                }
              });
      PartialSums.add(gemm, limits, sums(), sums);
      if (!asStored) {
        place(FloatMemory.of(sums[0]), FloatMemory.of(filterGradient), frame);
      }
    }
  }

  /** As many rows as there are channels on the side of more. */
  private Matrix matrix(DenseArray memory, long offset, long columns) {
    return new Matrix(memory, offset, more.channels(), columns, columns, 1);
  }

  /** Memory for the sums of each part; those of the first are the result, if they can be. */
  private DenseArray[] sums(DenseArray filterGradient, Workspace.Frame frame) {
    long restOfTask = TransposedPlanes.elements(fewer);
    DenseArray first =
        asStored
            ? filterGradient
            : frame.elements(ElementType.FLOAT32, sums(), (parts - 1) * sums() + restOfTask);
    return PartialSums.take(frame, first, parts, sums(), restOfTask);
  }

  /** Transposes the sums. */
  private void place(FloatMemory sums, FloatMemory filterGradient, Workspace.Frame frame) {
    int rows =
        (int) Math.max(1, Math.min(more.channels(), TransposedPlanes.TILE / fewer.channels() / 2));
    int columns = (int) fewer.channels();
    float[] from = frame.floats((long) rows * columns);
    float[] to = frame.floats((long) rows * columns);
    for (long first = 0; first < more.channels(); first += rows) {
      int count = (int) Math.min(rows, more.channels() - first);
      sums.read(first * columns, from, 0, count * columns);
      for (int row = 0; row < count; row += Transposition.ROWS) {
        int together = Math.min(Transposition.ROWS, count - row);
        Transposition.transpose(from, row * columns, columns, together, 1, columns, to, row, count);
      }
      for (int column = 0; column < columns; column++) {
        filterGradient.write(to, column * count, count, column * more.channels() + first);
      }
    }
  }
}
