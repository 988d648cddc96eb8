package org.conv4j.check;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.conv4j.ConvProblem;
import org.conv4j.ConvShapeException;
import org.conv4j.ElementType;
import org.conv4j.Extent;
import org.conv4j.FilterLayout;
import org.conv4j.Padding;
import org.conv4j.Sides;
import org.conv4j.TensorLayout;

/**
 * Finds a small problem that still fails, so that a report shows a mistake and not a haystack.
 * Greedy: of the simpler neighbours of a problem (an option dropped, a number cut to its least,
 * halved or decremented) it takes the first that fails, until none does. Deterministic if the
 * predicate is.
 */
public final class Shrinker {

  private Shrinker() {}

  /**
   * The smallest problem that this search reaches from {@code failing}.
   *
   * @param stillFails whether a problem shows the failure; called for legal problems only
   * @return {@code failing} itself if none of its neighbours fails
   */
  public static ConvProblem shrink(ConvProblem failing, Predicate<ConvProblem> stillFails) {
    ConvProblem smallest = failing;
    while (true) {
      ConvProblem current = smallest;
      smallest = simpler(current).stream().filter(stillFails).findFirst().orElse(current);
      if (smallest == current) {
        return current;
      }
    }
  }

  /** Every legal neighbour with fewer options or a smaller number, the boldest steps first. */
  private static List<ConvProblem> simpler(ConvProblem from) {
    Neighbours neighbours = new Neighbours(from);
    options(from, neighbours);
    padding(from, neighbours);
    channels(from, neighbours);
    sizes(from, neighbours);
    return neighbours.legal;
  }

  private static void options(ConvProblem from, Neighbours neighbours) {
    neighbours.add(from.toBuilder().elementType(ElementType.FLOAT32));
    neighbours.add(from.toBuilder().layout(TensorLayout.NCHW).filterLayout(FilterLayout.OIHW));
    neighbours.add(from.toBuilder().layout(TensorLayout.NCHW));
    neighbours.add(from.toBuilder().filterLayout(FilterLayout.OIHW));
    neighbours.add(from.toBuilder().bias(false));
    neighbours.add(from.toBuilder().stride(1));
    neighbours.add(from.toBuilder().dilation(1));
  }

  private static void padding(ConvProblem from, Neighbours neighbours) {
    neighbours.add(from.toBuilder().padding(Padding.valid()));
    if (from.padding() instanceof Padding.Same) {
      neighbours.add(from.toBuilder().padding(new Padding.Explicit(from.sides())));
      return;
    }
    Sides at = from.sides();
    smaller(at.top(), 0)
        .forEach(top -> neighbours.padding(Padding.of(top, at.bottom(), at.left(), at.right())));
    smaller(at.bottom(), 0)
        .forEach(bottom -> neighbours.padding(Padding.of(at.top(), bottom, at.left(), at.right())));
    smaller(at.left(), 0)
        .forEach(left -> neighbours.padding(Padding.of(at.top(), at.bottom(), left, at.right())));
    smaller(at.right(), 0)
        .forEach(right -> neighbours.padding(Padding.of(at.top(), at.bottom(), at.left(), right)));
  }

  private static void channels(ConvProblem from, Neighbours neighbours) {
    long groups = from.groups();
    long inputs = from.inputChannelsPerGroup();
    long outputs = from.outputChannelsPerGroup();
    neighbours.channels(inputs, outputs, 1);
    smaller(groups, 1)
        .forEach(fewer -> neighbours.channels(fewer * inputs, fewer * outputs, fewer));
    smaller(inputs, 1)
        .forEach(fewer -> neighbours.channels(groups * fewer, groups * outputs, groups));
    smaller(outputs, 0)
        .forEach(fewer -> neighbours.channels(groups * inputs, groups * fewer, groups));
  }

  private static void sizes(ConvProblem from, Neighbours neighbours) {
    Extent size = from.inputSize();
    Extent kernel = from.kernel();
    Extent stride = from.stride();
    Extent dilation = from.dilation();
    smaller(from.batch(), 0).forEach(batch -> neighbours.input(batch, size));
    smaller(kernel.height(), 1)
        .forEach(height -> neighbours.kernel(new Extent(height, kernel.width())));
    smaller(kernel.width(), 1)
        .forEach(width -> neighbours.kernel(new Extent(kernel.height(), width)));
    smaller(size.height(), 0)
        .forEach(height -> neighbours.input(from.batch(), new Extent(height, size.width())));
    smaller(size.width(), 0)
        .forEach(width -> neighbours.input(from.batch(), new Extent(size.height(), width)));
    smaller(stride.height(), 1)
        .forEach(height -> neighbours.add(from.toBuilder().stride(height, stride.width())));
    smaller(stride.width(), 1)
        .forEach(width -> neighbours.add(from.toBuilder().stride(stride.height(), width)));
    smaller(dilation.height(), 1)
        .forEach(height -> neighbours.add(from.toBuilder().dilation(height, dilation.width())));
    smaller(dilation.width(), 1)
        .forEach(width -> neighbours.add(from.toBuilder().dilation(dilation.height(), width)));
  }

  /** {@code least}, half and one less, where they are smaller. */
  private static LongStream smaller(long number, long least) {
    return LongStream.of(least, Math.max(least, number / 2), number - 1)
        .filter(each -> each >= least && each < number)
        .distinct();
  }

  private static final class Neighbours {
    final List<ConvProblem> legal = new ArrayList<>();
    private final ConvProblem from;

    Neighbours(ConvProblem from) {
      this.from = from;
    }

    void add(ConvProblem.Builder builder) {
      try {
        ConvProblem problem = builder.build();
        if (!problem.equals(from)) {
          legal.add(problem);
        }
      } catch (ConvShapeException illegal) {
        return;
      }
    }

    void padding(Padding padding) {
      add(from.toBuilder().padding(padding));
    }

    void input(long batch, Extent size) {
      add(from.toBuilder().input(batch, from.inputChannels(), size.height(), size.width()));
    }

    void kernel(Extent kernel) {
      add(from.toBuilder().filter(from.outputChannels(), kernel.height(), kernel.width()));
    }

    void channels(long inputs, long outputs, long groups) {
      Extent size = from.inputSize();
      add(
          from.toBuilder()
              .input(from.batch(), inputs, size.height(), size.width())
              .filter(outputs, from.kernel().height(), from.kernel().width())
              .groups(groups));
    }
  }
}
