package org.conv4j;

import java.util.Random;
import java.util.stream.Stream;

/** Small problems with every option, and numbers to fill them: the same for the same seed. */
public final class RandomProblems {

  private RandomProblems() {}

  /** So many valid problems, about one in ten of them empty. */
  public static Stream<ConvProblem> of(long seed, int count) {
    Random random = new Random(seed);
    return Stream.generate(() -> next(random)).limit(count);
  }

  private static ConvProblem next(Random random) {
    while (true) {
      try {
        return attempt(random);
      } catch (ConvShapeException outputBelowZero) {
        // try again
      }
    }
  }

  private static ConvProblem attempt(Random random) {
    int groups = random.nextInt(3) == 0 ? 2 + random.nextInt(3) : 1;
    int channelsPerGroup = random.nextInt(3) == 0 ? 1 : 1 + random.nextInt(4);
    return ConvProblem.builder()
        .input(
            rarelyZero(random, 3),
            (long) groups * channelsPerGroup,
            rarelyZero(random, 9),
            rarelyZero(random, 9))
        .filter(groups * rarelyZero(random, 4), 1 + random.nextInt(4), 1 + random.nextInt(4))
        .stride(1 + random.nextInt(4), 1 + random.nextInt(4))
        .dilation(1 + random.nextInt(3), 1 + random.nextInt(3))
        .padding(padding(random))
        .groups(groups)
        .layout(pick(random, TensorLayout.values()))
        .filterLayout(pick(random, FilterLayout.values()))
        .bias(random.nextBoolean())
        .elementType(pick(random, ElementType.values()))
        .build();
  }

  private static Padding padding(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> Padding.valid();
      case 1 -> Padding.same();
      case 2 -> Padding.sameLower();
      case 3 -> Padding.symmetric(random.nextInt(5));
      default ->
          Padding.of(random.nextInt(6), random.nextInt(6), random.nextInt(6), random.nextInt(6));
    };
  }

  private static long rarelyZero(Random random, int most) {
    return random.nextInt(40) == 0 ? 0 : 1 + random.nextInt(most);
  }

  private static <T> T pick(Random random, T[] values) {
    return values[random.nextInt(values.length)];
  }

  /** A tensor of integers from -8 to 8. */
  public static Tensor integers(Random random, long... shape) {
    Tensor tensor = Tensor.zeros(shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.values()[i] = random.nextInt(17) - 8;
    }
    return tensor;
  }

  /** A tensor of uniform reals in [-1, 1). */
  public static Tensor reals(Random random, long... shape) {
    Tensor tensor = Tensor.zeros(shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.values()[i] = 2 * random.nextDouble() - 1;
    }
    return tensor;
  }
}
