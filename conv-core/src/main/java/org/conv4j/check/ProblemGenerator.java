package org.conv4j.check;

import java.util.List;
import java.util.Objects;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.ConvShapeException;
import org.conv4j.ElementType;
import org.conv4j.Extent;
import org.conv4j.FilterLayout;
import org.conv4j.Padding;
import org.conv4j.TensorLayout;

/**
 * Random problems of every kind: odd sizes and tails, stride larger than the kernel, padding on
 * four different sides, the SAME rules, dilation, groups, depthwise, all layouts, with and without
 * bias, and a share of degenerate ones (batch 0, image size 0, output size 0, no output channels,
 * kernel larger than the image). Problem number {@code n} of a seed is the same on every machine
 * and does not depend on the others. Immutable.
 */
public final class ProblemGenerator {

  private static final int[] TAILS = {7, 9, 15, 16, 17, 31, 33};
  private static final int FEW = 8;
  private static final int ATTEMPTS = 10_000;

  private final Options options;

  /** A generator of problems within {@code options}. */
  public ProblemGenerator(Options options) {
    this.options = Objects.requireNonNull(options, "options");
  }

  /** A generator with {@link Options#standard()}. */
  public static ProblemGenerator standard() {
    return new ProblemGenerator(Options.standard());
  }

  /**
   * What is generated.
   *
   * @param batch largest batch
   * @param channels largest number of channels of input and output, except that groups may exceed
   *     it to make both channel counts divisible
   * @param size largest image height and width
   * @param minKernel smallest kernel height and width
   * @param kernel largest kernel height and width
   * @param stride largest stride
   * @param dilation largest dilation
   * @param products largest number of multiply-adds of one direction: bounds the reference's time
   * @param grouped share of problems with more than one group, half of them depthwise
   * @param degenerate share of degenerate problems
   * @param float64 share of float64 problems
   * @param layouts of input and output
   * @param filterLayouts of the filter
   */
  public record Options(
      int batch,
      int channels,
      int size,
      int minKernel,
      int kernel,
      int stride,
      int dilation,
      long products,
      double grouped,
      double degenerate,
      double float64,
      List<TensorLayout> layouts,
      List<FilterLayout> filterLayouts) {

    /**
     * Validates.
     *
     * @throws IllegalArgumentException if a size is below 1, the kernels' range or a list is empty
     */
    public Options {
      layouts = List.copyOf(layouts);
      filterLayouts = List.copyOf(filterLayouts);
      if (Math.min(
              Math.min(Math.min(batch, channels), Math.min(size, minKernel)),
              Math.min(stride, dilation))
          < 1) {
        throw new IllegalArgumentException("a largest or smallest size is below 1");
      }
      if (kernel < minKernel) {
        throw new IllegalArgumentException(
            "largest kernel " + kernel + " is below the smallest, " + minKernel);
      }
      if (layouts.isEmpty() || filterLayouts.isEmpty()) {
        throw new IllegalArgumentException("no layouts to choose from");
      }
    }

    /** Small problems of every kind. */
    public static Options standard() {
      return new Options(
          4,
          33,
          14,
          1,
          5,
          4,
          3,
          100_000,
          0.35,
          0.08,
          0.1,
          List.of(TensorLayout.values()),
          List.of(FilterLayout.values()));
    }

    /** These options with kernels of between {@code smallest} and {@code largest} rows, columns. */
    public Options kernels(int smallest, int largest) {
      return new Options(
          batch,
          channels,
          size,
          smallest,
          largest,
          stride,
          dilation,
          products,
          grouped,
          degenerate,
          float64,
          layouts,
          filterLayouts);
    }

    /** These options with another largest stride and dilation. */
    public Options strideAndDilation(int largestStride, int largestDilation) {
      return new Options(
          batch,
          channels,
          size,
          minKernel,
          kernel,
          largestStride,
          largestDilation,
          products,
          grouped,
          degenerate,
          float64,
          layouts,
          filterLayouts);
    }

    /** These options with another share of problems with more than one group. */
    public Options groupedShare(double share) {
      return new Options(
          batch,
          channels,
          size,
          minKernel,
          kernel,
          stride,
          dilation,
          products,
          share,
          degenerate,
          float64,
          layouts,
          filterLayouts);
    }

    /** These options with other shares of degenerate and of float64 problems. */
    public Options shares(double degenerateShare, double float64Share) {
      return new Options(
          batch,
          channels,
          size,
          minKernel,
          kernel,
          stride,
          dilation,
          products,
          grouped,
          degenerateShare,
          float64Share,
          layouts,
          filterLayouts);
    }
  }

  /**
   * Problem {@code number} of {@code seed}.
   *
   * @throws IllegalStateException if the options leave no legal problem
   */
  public ConvProblem problem(long seed, long number) {
    SplitMix64 random = SplitMix64.stream(seed, number);
    boolean degenerate = random.chance(options.degenerate);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        ConvProblem problem = draw(random, degenerate);
        if (problem.operations(ConvDirection.FORWARD) / 2 <= options.products
            && (degenerate || ordinary(problem))) {
          return problem;
        }
      } catch (ConvShapeException tooSmall) {
        continue;
      }
    }
    throw new IllegalStateException("no legal problem found within " + options);
  }

  private static boolean ordinary(ConvProblem problem) {
    return problem.outputSize().height() > 0 && problem.outputSize().width() > 0;
  }

  private ConvProblem draw(SplitMix64 random, boolean degenerate) {
    Channels channels = channels(random);
    Extent kernel =
        pair(random, options.minKernel, options.kernel, random.chance(0.5) ? Shape.SQUARE : null);
    Extent stride = pair(random, 1, options.stride, random.chance(0.5) ? Shape.ONE : null);
    Extent dilation = pair(random, 1, options.dilation, random.chance(0.6) ? Shape.ONE : null);
    Extent size = pair(random, 1, options.size, random.chance(0.2) ? Shape.SQUARE : null);
    ConvProblem.Builder builder =
        ConvProblem.builder()
            .input(between(random, 1, options.batch), channels.input, size.height(), size.width())
            .filter(channels.output, kernel.height(), kernel.width())
            .groups(channels.groups)
            .stride(stride.height(), stride.width())
            .dilation(dilation.height(), dilation.width())
            .padding(padding(random, kernel, dilation))
            .layout(options.layouts.get(random.nextInt(options.layouts.size())))
            .filterLayout(options.filterLayouts.get(random.nextInt(options.filterLayouts.size())))
            .bias(random.chance(0.75))
            .elementType(
                random.chance(options.float64) ? ElementType.FLOAT64 : ElementType.FLOAT32);
    return degenerate ? degenerate(random, builder.build()) : builder.build();
  }

  private ConvProblem degenerate(SplitMix64 random, ConvProblem problem) {
    ConvProblem.Builder builder = problem.toBuilder();
    long batch = problem.batch();
    long channels = problem.inputChannels();
    Extent size = problem.inputSize();
    Extent kernel = problem.kernel();
    long reach = problem.dilation().height() * (kernel.height() - 1) + 1;
    switch (random.nextInt(6)) {
      case 0 -> builder.input(0, channels, size.height(), size.width());
      case 1 ->
          builder
              .input(batch, channels, 0, size.width())
              .padding(
                  Padding.of(
                      between(random, 0, (int) reach),
                      between(random, 0, (int) reach),
                      problem.sides().left(),
                      problem.sides().right()));
      case 2 -> builder.filter(0, kernel.height(), kernel.width());
      case 3 ->
          builder
              .input(batch, channels, Math.max(1, reach - 1), size.width())
              .padding(
                  Padding.of(
                      between(random, 0, (int) reach),
                      between(random, 0, (int) reach),
                      problem.sides().left(),
                      problem.sides().right()));
      case 4 ->
          builder
              .input(
                  batch,
                  channels,
                  Math.max(0, reach - between(random, 1, (int) problem.stride().height())),
                  size.width())
              .padding(Padding.symmetric(0, problem.sides().left()));
      default -> builder.input(1, channels, 1, 1).padding(Padding.same());
    }
    return builder.build();
  }

  private record Channels(long input, long output, long groups) {}

  private Channels channels(SplitMix64 random) {
    if (!random.chance(options.grouped)) {
      return new Channels(channel(random), channel(random), 1);
    }
    if (random.nextBoolean()) {
      long groups = Math.max(2, channel(random));
      return new Channels(groups, groups * between(random, 1, 2), groups);
    }
    long groups = between(random, 2, 4);
    long most = Math.max(1, options.channels / groups);
    return new Channels(
        groups * between(random, 1, (int) most), groups * between(random, 1, (int) most), groups);
  }

  private long channel(SplitMix64 random) {
    if (random.chance(0.2)) {
      int tail = TAILS[random.nextInt(TAILS.length)];
      if (tail <= options.channels) {
        return tail;
      }
    }
    return between(
        random, 1, random.chance(0.8) ? Math.min(FEW, options.channels) : options.channels);
  }

  private static Padding padding(SplitMix64 random, Extent kernel, Extent dilation) {
    int vertical = (int) (dilation.height() * (kernel.height() - 1));
    int horizontal = (int) (dilation.width() * (kernel.width() - 1));
    return switch (random.nextInt(8)) {
      case 0, 1 -> Padding.valid();
      case 2, 3 -> Padding.same();
      case 4 -> Padding.sameLower();
      case 5 -> Padding.symmetric(between(random, 0, vertical), between(random, 0, horizontal));
      default ->
          Padding.of(
              between(random, 0, vertical + 1),
              between(random, 0, vertical + 1),
              between(random, 0, horizontal + 1),
              between(random, 0, horizontal + 1));
    };
  }

  private enum Shape {
    ONE,
    SQUARE
  }

  private static Extent pair(SplitMix64 random, int smallest, int largest, Shape shape) {
    if (shape == Shape.ONE) {
      return Extent.square(1);
    }
    long height = between(random, smallest, largest);
    return shape == Shape.SQUARE
        ? Extent.square(height)
        : new Extent(height, between(random, smallest, largest));
  }

  private static long between(SplitMix64 random, int smallest, int largest) {
    return smallest + random.nextInt(largest - smallest + 1);
  }
}
