package org.conv4j.nd4j;

import java.util.Random;
import java.util.stream.Stream;
import org.conv4j.ConvProblem;
import org.conv4j.ConvShapeException;
import org.conv4j.ElementType;
import org.conv4j.FilterLayout;
import org.conv4j.Padding;
import org.conv4j.TensorLayout;

/** Small problems of every kind, the same for the same seed. */
final class RandomProblems {

  private final Random random;

  RandomProblems(long seed) {
    random = new Random(seed);
  }

  Stream<ConvProblem> problems() {
    return Stream.generate(this::next);
  }

  /** The problem of {@code builder}, if it is one. */
  static Stream<ConvProblem> ifValid(ConvProblem.Builder builder) {
    try {
      return Stream.of(builder.build());
    } catch (ConvShapeException none) {
      return Stream.empty();
    }
  }

  private ConvProblem next() {
    while (true) {
      try {
        return attempt();
      } catch (ConvShapeException tooSmall) {
        // the sizes do not make a convolution: draw again
      }
    }
  }

  private ConvProblem attempt() {
    long groups = between(0, 2) > 0 ? 1 : between(1, 4);
    boolean pointwise = between(0, 4) == 0;
    return ConvProblem.builder()
        .input(
            between(0, 9) == 0 ? 0 : between(1, 4),
            groups * between(1, 5),
            between(0, 11),
            between(0, 13))
        .filter(
            groups * between(between(0, 9) == 0 ? 0 : 1, 5),
            pointwise ? 1 : between(1, 5),
            pointwise ? 1 : between(1, 4))
        .stride(between(1, 3), between(1, 3))
        .dilation(between(1, 3), between(1, 2))
        .padding(padding())
        .groups(groups)
        .layout(one(TensorLayout.values()))
        .filterLayout(one(FilterLayout.values()))
        .bias(random.nextBoolean())
        .elementType(one(ElementType.values()))
        .build();
  }

  private Padding padding() {
    return switch (between(0, 3)) {
      case 0 -> Padding.valid();
      case 1 -> Padding.same();
      case 2 -> Padding.sameLower();
      default -> Padding.of(between(0, 3), between(0, 3), between(0, 3), between(0, 3));
    };
  }

  private int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  private <T> T one(T[] values) {
    return values[random.nextInt(values.length)];
  }
}
