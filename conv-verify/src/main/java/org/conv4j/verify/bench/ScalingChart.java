package org.conv4j.verify.bench;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.conv4j.verify.bench.Scaling.Point;
import org.conv4j.verify.bench.Svg.Anchor;
import org.conv4j.verify.framework.Computation;
import org.conv4j.verify.record.ReportRecord;

/**
 * {@code scaling.svg}: time against one number, both on logarithmic scales, a curve for each
 * framework. Dashed, through the last point of the fastest: time in proportion to the work (with
 * threads: to work by threads).
 */
final class ScalingChart {

  private static final List<String> SERIES = List.of("batch", "size", "channels", "threads");
  private static final double MARGIN = 36;
  private static final double HEAD = 112;
  private static final double AXIS = 52;
  private static final double PLOT_WIDTH = 250;
  private static final double PLOT_HEIGHT = 210;
  private static final double PANEL_HEIGHT = PLOT_HEIGHT + 92;
  private static final double PANEL_WIDTH = AXIS + PLOT_WIDTH + 24;

  private final List<Point> points;
  private final Svg svg = new Svg();

  private ScalingChart(List<Point> points) {
    this.points = points;
  }

  static String render(List<Point> points, List<Computation> computations, ReportRecord.Host host) {
    return new ScalingChart(points).draw(computations, host);
  }

  private String draw(List<Computation> computations, ReportRecord.Host host) {
    double width = 2 * MARGIN + SERIES.size() * PANEL_WIDTH;
    double height = HEAD + computations.size() * PANEL_HEIGHT + MARGIN;
    svg.rectangle(0, 0, width, height, "page");
    svg.text(MARGIN, 44, Anchor.START, "title", "Cost of a 3 x 3 convolution as it grows");
    svg.text(
        MARGIN,
        68,
        Anchor.START,
        "subtitle",
        "Milliseconds, both axes logarithmic. Dashed: in proportion to the work. What does not"
            + " vary: %s. %s.".formatted(Scaling.MIDDLE, host.cpu()));
    legend();
    for (int row = 0; row < computations.size(); row++) {
      for (int column = 0; column < SERIES.size(); column++) {
        panel(
            SERIES.get(column),
            computations.get(row),
            MARGIN + column * PANEL_WIDTH + AXIS,
            HEAD + row * PANEL_HEIGHT + 40);
      }
    }
    return svg.render(width, height, "Cost against batch, size, channels, threads", Palette.STYLE);
  }

  private void legend() {
    double x = MARGIN;
    for (String id : points.stream().map(point -> point.cell().framework()).distinct().toList()) {
      svg.circle(x + 5, 92, 5, Palette.colour(id));
      svg.text(x + 15, 96, Anchor.START, "name", id);
      x += 34 + 7 * id.length();
    }
  }

  private void panel(String series, Computation computation, double left, double top) {
    List<Point> here =
        points.stream()
            .filter(
                point -> point.series().equals(series) && point.cell().computation() == computation)
            .sorted(Comparator.comparingLong(Point::value))
            .toList();
    svg.text(left, top - 14, Anchor.START, "panel", computation.id() + ": " + axis(series));
    if (here.isEmpty()) {
      return;
    }
    Map<Long, Double> ideal = ideal(here);
    Scale across =
        Scale.of(here.stream().mapToDouble(Point::value).toArray(), left, left + PLOT_WIDTH);
    Scale up =
        Scale.of(
            DoubleStream.concat(
                    here.stream().mapToDouble(point -> point.cell().median()),
                    ideal.values().stream().mapToDouble(Double::doubleValue))
                .toArray(),
            top + PLOT_HEIGHT,
            top);
    here.stream()
        .mapToLong(Point::value)
        .distinct()
        .forEach(
            value -> {
              double x = across.at(value);
              svg.line(x, top, x, top + PLOT_HEIGHT, "grid");
              svg.text(x, top + PLOT_HEIGHT + 17, Anchor.MIDDLE, "tick", Long.toString(value));
            });
    for (double tick : Ticks.logarithmic(up.low(), up.high())) {
      double y = up.at(tick);
      svg.line(left, y, left + PLOT_WIDTH, y, "grid");
      svg.text(left - 8, y + 4, Anchor.END, "tick", Ticks.label(tick));
    }
    svg.line(left, top + PLOT_HEIGHT, left + PLOT_WIDTH, top + PLOT_HEIGHT, "axis");
    ideal.entrySet().stream()
        .map(point -> new double[] {across.at(point.getKey()), up.at(point.getValue())})
        .reduce(
            (from, to) -> {
              svg.line(from[0], from[1], to[0], to[1], "ideal");
              return to;
            });
    here.stream()
        .collect(Collectors.groupingBy(point -> point.cell().framework()))
        .forEach((id, curve) -> curve(id, curve, across, up));
  }

  private static String axis(String series) {
    return switch (series) {
      case "size" -> "rows and columns";
      case "channels" -> "channels in and out";
      default -> series;
    };
  }

  private void curve(String id, List<Point> curve, Scale across, Scale up) {
    svg.polyline(
        curve.stream()
            .map(point -> position(across.at(point.value()), up.at(point.cell().median())))
            .collect(Collectors.joining(" ")),
        Palette.colour(id));
    for (Point point : curve) {
      svg.circle(across.at(point.value()), up.at(point.cell().median()), 4, Palette.colour(id));
    }
  }

  /** Milliseconds in proportion to the work, from what the fastest takes for the most of it. */
  private static Map<Long, Double> ideal(List<Point> here) {
    Point last =
        here.stream()
            .max(
                Comparator.comparingLong(Point::value)
                    .thenComparing(point -> -point.cell().median()))
            .orElseThrow();
    double perWork = last.cell().median() / work(last);
    return here.stream()
        .collect(
            Collectors.toMap(
                Point::value, point -> perWork * work(point), (one, same) -> one, TreeMap::new));
  }

  private static double work(Point point) {
    return point.cell().computation().operations(point.cell().convCase().problem())
        / point.threads();
  }

  private static String position(double x, double y) {
    return String.format(Locale.ROOT, "%.1f,%.1f", x, y);
  }

  /** A logarithmic axis from {@code from} to {@code to} pixels. */
  private record Scale(double low, double high, double from, double to) {

    static Scale of(double[] values, double from, double to) {
      double low = Arrays.stream(values).min().orElse(1);
      double high = Arrays.stream(values).max().orElse(10);
      return new Scale(low / 1.25, high * 1.25, from, to);
    }

    double at(double value) {
      return from + (to - from) * Math.log(value / low) / Math.log(high / low);
    }
  }
}
