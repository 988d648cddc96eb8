package org.conv4j.verify.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;

/**
 * Where one result is wrong, and how its errors are distributed. The grids show the plane (height x
 * width, where that is more than one element) through the worst element, at most {@value #LARGEST}
 * cells a side: a cell that stands for several elements shows the worst of them.
 *
 * @param case_ id of the case
 * @param framework id of the framework
 * @param direction id of the direction
 * @param plane which plane, in words: "batch 0, channel 3: height x width"
 * @param height elements of the plane from top to bottom
 * @param width elements of the plane from left to right
 * @param ratios |error| / (u * gauge) in each cell
 * @param expected in each cell
 * @param actual in each cell
 * @param elements how many the whole result has
 * @param unequal how many of them differ from what was expected
 * @param histogram how many of them have which ratio
 */
public record ErrorPicture(
    @JsonProperty("case") String case_,
    String framework,
    String direction,
    String plane,
    long height,
    long width,
    Grid ratios,
    Grid expected,
    Grid actual,
    long elements,
    long unequal,
    List<Bin> histogram)
    implements Picture {

  /** The most cells along each side. */
  public static final int LARGEST = 32;

  /** Checks that nothing is missing. */
  public ErrorPicture {
    Objects.requireNonNull(case_, "'case' is missing");
    Objects.requireNonNull(framework, "'framework' is missing");
    Objects.requireNonNull(direction, "'direction' is missing");
    Objects.requireNonNull(plane, "'plane' is missing");
    Objects.requireNonNull(ratios, "'ratios' is missing");
    Objects.requireNonNull(expected, "'expected' is missing");
    Objects.requireNonNull(actual, "'actual' is missing");
    histogram = List.copyOf(histogram);
  }

  /**
   * One bar of the histogram.
   *
   * @param upTo the largest ratio it counts; the bar before it ends where this one begins
   * @param count of elements
   */
  public record Bin(double upTo, long count) {}

  /**
   * The picture of one result.
   *
   * @param caseId id of the case
   * @param framework id of the framework
   * @param problem whose result it is: names the axes, gives u
   * @param direction which result
   * @param expected the reference's
   * @param actual the framework's
   * @param gauge of the error bound, all three in the problem's layout
   * @return empty where there is nothing to show: no element, or shapes that differ
   */
  public static Optional<ErrorPicture> of(
      String caseId,
      String framework,
      ConvProblem problem,
      ConvDirection direction,
      Tensor expected,
      Tensor actual,
      Tensor gauge) {
    long[] shape = expected.shape();
    if (expected.size() == 0
        || !Arrays.equals(shape, actual.shape())
        || !Arrays.equals(shape, gauge.shape())) {
      return Optional.empty();
    }
    double[] ratios = ratios(expected, actual, gauge, problem.elementType().unitRoundoff());
    Plane plane = Plane.through(worst(ratios), shape, axes(problem, direction), expected.strides());
    int[] cells = plane.cells(ratios, LARGEST);
    return Optional.of(
        new ErrorPicture(
            caseId,
            framework,
            direction.id(),
            plane.name(),
            plane.height(),
            plane.width(),
            grid(plane, cells, ratios),
            grid(plane, cells, expected.values()),
            grid(plane, cells, actual.values()),
            expected.size(),
            Arrays.stream(ratios).filter(ratio -> ratio != 0).count(),
            histogram(ratios)));
  }

  @Override
  public String key() {
    return new ReportAssembler.ResultKey(case_, framework, direction).toString();
  }

  /** Names of one position along each axis: "channel 3", not "channels 3". */
  private static String[] axes(ConvProblem problem, ConvDirection direction) {
    return direction
        .result()
        .axes(problem)
        .replace(" per group", "")
        .replace("channels", "channel")
        .split(", ");
  }

  private static double[] ratios(Tensor expected, Tensor actual, Tensor gauge, double u) {
    double[] ratios = new double[expected.size()];
    for (int i = 0; i < ratios.length; i++) {
      double e = expected.values()[i];
      double a = actual.values()[i];
      if (e == a || Double.isNaN(e) && Double.isNaN(a)) {
        ratios[i] = 0;
      } else {
        double ratio = Math.abs(a - e) / (u * gauge.values()[i]);
        ratios[i] = Double.isNaN(ratio) ? Double.POSITIVE_INFINITY : ratio;
      }
    }
    return ratios;
  }

  private static int worst(double[] ratios) {
    int worst = 0;
    for (int i = 1; i < ratios.length; i++) {
      if (ratios[i] > ratios[worst]) {
        worst = i;
      }
    }
    return worst;
  }

  private static Grid grid(Plane plane, int[] cells, double[] values) {
    int rows = (int) Math.min(LARGEST, plane.height());
    return new Grid(
        rows, cells.length / rows, Arrays.stream(cells).mapToDouble(i -> values[i]).toArray());
  }

  /** Bars at 0, 1/8, 1/4, 1/2, 1, 2, 4 and so on to infinity; empty ones at the end left out. */
  private static List<Bin> histogram(double[] ratios) {
    double[] ends = new double[32];
    for (int i = 1; i < ends.length; i++) {
      ends[i] = Math.scalb(1.0, i - 4);
    }
    ends[ends.length - 1] = Double.POSITIVE_INFINITY;
    long[] counts = new long[ends.length];
    int last = 0;
    for (double ratio : ratios) {
      int bar = 0;
      while (ratio > ends[bar]) {
        bar++;
      }
      counts[bar]++;
      last = Math.max(last, bar);
    }
    List<Bin> histogram = new ArrayList<>();
    for (int i = 0; i <= last; i++) {
      histogram.add(new Bin(ends[i], counts[i]));
    }
    return histogram;
  }

  /** Two axes of a result; the others held still. A result of rank 1 is one row. */
  private record Plane(
      String name, long height, long rowStride, long width, long columnStride, long start) {

    static Plane through(int element, long[] shape, String[] names, long[] strides) {
      int down = axis("height", names);
      int right = axis("width", names);
      if (shape.length == 1) {
        return new Plane(names[0], 1, 0, shape[0], 1, 0);
      }
      if (shape[down] * shape[right] == 1) {
        int firstOther = 0;
        while (firstOther == down || firstOther == right) {
          firstOther++;
        }
        int secondOther = firstOther + 1;
        while (secondOther == down || secondOther == right) {
          secondOther++;
        }
        down = firstOther;
        right = secondOther;
      }
      StringBuilder name = new StringBuilder();
      long start = 0;
      for (int axis = 0; axis < shape.length; axis++) {
        if (axis != down && axis != right) {
          long position = element / strides[axis] % shape[axis];
          start += position * strides[axis];
          name.append(name.isEmpty() ? "" : ", ").append(names[axis]).append(' ').append(position);
        }
      }
      name.append(": ").append(names[down]).append(" x ").append(names[right]);
      return new Plane(
          name.toString(), shape[down], strides[down], shape[right], strides[right], start);
    }

    /** For each cell, row by row, the element with the largest ratio in it. */
    int[] cells(double[] ratios, int largest) {
      int rows = (int) Math.min(largest, height);
      int columns = (int) Math.min(largest, width);
      int[] cells = new int[rows * columns];
      Arrays.fill(cells, -1);
      for (long y = 0; y < height; y++) {
        for (long x = 0; x < width; x++) {
          int element = (int) (start + y * rowStride + x * columnStride);
          int cell = (int) (y * rows / height * columns + x * columns / width);
          if (cells[cell] < 0 || ratios[element] > ratios[cells[cell]]) {
            cells[cell] = element;
          }
        }
      }
      return cells;
    }

    private static int axis(String ending, String[] names) {
      for (int axis = 0; axis < names.length; axis++) {
        if (names[axis].endsWith(ending)) {
          return axis;
        }
      }
      return -1;
    }
  }
}
