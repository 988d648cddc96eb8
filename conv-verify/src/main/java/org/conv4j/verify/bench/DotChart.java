package org.conv4j.verify.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.conv4j.ConvProblem;
import org.conv4j.verify.bench.Svg.Anchor;
import org.conv4j.verify.framework.Computation;

/**
 * {@code bench-cases.svg}: a line for each case, a column for each computation, and on it a dot for
 * each framework, at its GFLOP/s on a logarithmic scale.
 */
final class DotChart {

  private static final double MARGIN = 32;
  private static final double LEGEND = 84;
  private static final double LEGEND_LINE = 20;
  private static final double NAMES = 350;
  private static final double PLOT = 380;
  private static final double GAP = 36;
  private static final double PITCH = 17;
  private static final double RADIUS = 4;
  private static final double PANEL_HEAD = 40;
  private static final double PANEL_FOOT = 40;

  /** Where a decade has its ticks. */
  private static final double[] STEPS = {1, 2, 5};

  private final BenchReport report;
  private final List<Computation> computations;
  private final double width;
  private final double low;
  private final double high;
  private final Svg svg = new Svg();

  private DotChart(BenchReport report) {
    this.report = report;
    computations = report.plan().computations();
    width = 2 * MARGIN + NAMES + computations.size() * (PLOT + GAP) - GAP;
    double[] gflops =
        report.findings().cells().stream()
            .filter(Cell::measured)
            .mapToDouble(Cell::gflops)
            .filter(value -> value > 0)
            .sorted()
            .toArray();
    low = gflops.length == 0 ? 1 : gflops[0] / 1.1;
    high = gflops.length == 0 ? 10 : gflops[gflops.length - 1] * 1.1;
  }

  static String render(BenchReport report) {
    return new DotChart(report).draw();
  }

  private String draw() {
    List<List<String>> legend = legendLines();
    double top = LEGEND + LEGEND_LINE * legend.size();
    double height =
        top
            + report.plan().workloads().stream()
                .mapToDouble(
                    workload -> PANEL_HEAD + PITCH * workload.problems().size() + PANEL_FOOT)
                .sum();
    svg.rectangle(0, 0, width, height, "page");
    svg.text(MARGIN, 44, Anchor.START, "title", "Speed of convolutions, case by case");
    svg.text(
        MARGIN,
        68,
        Anchor.START,
        "subtitle",
        "Effective GFLOP/s on a logarithmic scale, further right is faster. %s, %d %s."
            .formatted(
                report.host().cpu(),
                report.threads(),
                report.threads() == 1 ? "thread" : "threads"));
    legend(legend);
    double y = top;
    for (Workload workload : report.plan().workloads()) {
      y = panel(workload, y);
    }
    return svg.render(width, height, "GFLOP/s by case and framework", Palette.STYLE);
  }

  private List<List<String>> legendLines() {
    List<List<String>> lines = new ArrayList<>();
    double x = width;
    for (String id : report.ids()) {
      if (x + legendWidth(id) > width - MARGIN) {
        lines.add(new ArrayList<>());
        x = MARGIN;
      }
      lines.get(lines.size() - 1).add(id);
      x += legendWidth(id);
    }
    return lines;
  }

  private static double legendWidth(String id) {
    return 36 + 7.4 * id.length();
  }

  private void legend(List<List<String>> lines) {
    double y = LEGEND + 8;
    for (List<String> line : lines) {
      double x = MARGIN;
      for (String id : line) {
        svg.circle(x + 5, y, 5, Palette.colour(id));
        svg.text(x + 15, y + 4, Anchor.START, report.own().contains(id) ? "own" : "name", id);
        x += legendWidth(id);
      }
      y += LEGEND_LINE;
    }
  }

  /** The bottom of the panel. */
  private double panel(Workload workload, double y) {
    List<ConvProblem> problems = workload.problems();
    double top = y + PANEL_HEAD;
    double bottom = top + PITCH * problems.size();
    svg.text(MARGIN, y + 26, Anchor.START, "panel", workload.label());
    for (int row = 0; row < problems.size(); row++) {
      double middle = top + PITCH * (row + 0.5);
      if (row % 2 == 0) {
        svg.rectangle(MARGIN, middle - PITCH / 2, width - 2 * MARGIN, PITCH, "band");
      }
      svg.text(MARGIN + NAMES - 14, middle + 4, Anchor.END, "tick", problems.get(row).toString());
    }
    for (int column = 0; column < computations.size(); column++) {
      double left = MARGIN + NAMES + column * (PLOT + GAP);
      svg.text(left, y + 26, Anchor.START, "panel", computations.get(column).id());
      grid(left, top, bottom);
      for (int row = 0; row < problems.size(); row++) {
        dots(problems.get(row), computations.get(column), left, top + PITCH * (row + 0.5));
      }
    }
    return bottom + PANEL_FOOT;
  }

  private void grid(double left, double top, double bottom) {
    for (double decade = Math.pow(10, Math.floor(Math.log10(low))); decade <= high; decade *= 10) {
      for (double step : STEPS) {
        double value = step * decade;
        if (value >= low && value <= high) {
          double x = left + across(value);
          svg.line(x, top, x, bottom, step == 1 ? "axis" : "grid");
          svg.text(x, bottom + 15, Anchor.MIDDLE, "tick", Ticks.label(value));
        }
      }
    }
    OptionalDouble peak = report.findings().gemmPeak();
    if (peak.isPresent() && peak.getAsDouble() >= low && peak.getAsDouble() <= high) {
      double x = left + across(peak.getAsDouble());
      svg.line(x, top - 4, x, bottom, "peak");
      svg.text(x, top - 7, Anchor.MIDDLE, "peakname", "GEMM");
    }
  }

  /** Own dots last, so that they lie on top. */
  private void dots(ConvProblem problem, Computation computation, double left, double y) {
    List<String> order = new ArrayList<>(report.ids());
    order.removeAll(report.own());
    order.addAll(report.own());
    for (String id : order) {
      report
          .timed(problem, computation, id)
          .ifPresent(
              cell -> svg.circle(left + across(cell.gflops()), y, RADIUS, Palette.colour(id)));
    }
  }

  private double across(double gflops) {
    return PLOT * Math.log(gflops / low) / Math.log(high / low);
  }
}
