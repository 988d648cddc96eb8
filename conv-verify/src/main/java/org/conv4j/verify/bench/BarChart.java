package org.conv4j.verify.bench;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.conv4j.verify.bench.Svg.Anchor;
import org.conv4j.verify.framework.Computation;

/**
 * {@code bench.svg}: geometric means of GFLOP/s, a panel for each workload and computation, a bar
 * for each framework, and the speed of matrix products as a line.
 */
final class BarChart {

  private static final double MARGIN = 32;
  private static final double HEAD = 96;
  private static final double NAMES = 198;
  private static final double PLOT = 330;
  private static final double VALUES = 62;
  private static final double GAP = 30;
  private static final double BAR = 17;
  private static final double PITCH = 24;
  private static final double PANEL_HEAD = 46;
  private static final double PANEL_FOOT = 34;

  /** Matrix products so many times faster than everything else are off the scale. */
  private static final double FAR = 2.5;

  private final BenchReport report;
  private final Comparison comparison;
  private final Svg svg = new Svg();

  private BarChart(BenchReport report) {
    this.report = report;
    this.comparison = new Comparison(report);
  }

  static String render(BenchReport report) {
    return new BarChart(report).draw();
  }

  private String draw() {
    List<Workload> workloads = report.plan().workloads();
    List<Computation> computations = report.plan().computations();
    double panelWidth = NAMES + PLOT + VALUES;
    double panelHeight = PANEL_HEAD + PITCH * report.ids().size() + PANEL_FOOT;
    double width = 2 * MARGIN + computations.size() * panelWidth + (computations.size() - 1) * GAP;
    double height = HEAD + workloads.size() * panelHeight + MARGIN;
    svg.rectangle(0, 0, width, height, "page");
    svg.text(MARGIN, 44, Anchor.START, "title", "Speed of convolutions");
    svg.text(MARGIN, 68, Anchor.START, "subtitle", subtitle());
    for (int row = 0; row < workloads.size(); row++) {
      for (int column = 0; column < computations.size(); column++) {
        panel(
            workloads.get(row),
            computations.get(column),
            MARGIN + column * (panelWidth + GAP),
            HEAD + row * panelHeight,
            scale(workloads.get(row)));
      }
    }
    return svg.render(width, height, "Geometric means of GFLOP/s by framework", Palette.STYLE);
  }

  private String subtitle() {
    return "Geometric mean of effective GFLOP/s, longer is faster. %s, %d %s."
        .formatted(
            report.host().cpu(), report.threads(), report.threads() == 1 ? "thread" : "threads");
  }

  /**
   * One scale for the panels of a workload. The speed of matrix products is on it unless that would
   * make all bars short.
   */
  private double scale(Workload workload) {
    double most = 0;
    for (Computation computation : report.plan().computations()) {
      for (String id : report.ids()) {
        most = Math.max(most, comparison.gflops(id, workload.problems(), computation).orElse(0));
      }
    }
    double peak = report.findings().gemmPeak().orElse(0);
    return Math.max(peak <= FAR * most ? peak : 0, most == 0 ? 1 : most);
  }

  private void panel(Workload workload, Computation computation, double x, double y, double most) {
    List<String> ids = report.ids();
    double left = x + NAMES;
    double top = y + PANEL_HEAD;
    double bottom = top + PITCH * ids.size();
    svg.text(left, y + 18, Anchor.START, "panel", workload.label() + ": " + computation.id());
    double step = Ticks.step(most, 5);
    for (double tick = 0; tick <= most * 1.001; tick += step) {
      double at = left + PLOT * tick / most;
      svg.line(at, top, at, bottom, tick == 0 ? "axis" : "grid");
      svg.text(at, bottom + 16, Anchor.MIDDLE, "tick", Ticks.label(tick));
    }
    for (int i = 0; i < ids.size(); i++) {
      bar(workload, computation, ids.get(i), left, top + i * PITCH, most);
    }
    peak(left, top, bottom, most);
    for (int i = 0; i < ids.size(); i++) {
      value(workload, computation, ids.get(i), left, top + i * PITCH, most);
    }
  }

  private void peak(double left, double top, double bottom, double most) {
    report
        .findings()
        .gemmPeak()
        .ifPresent(
            peak -> {
              if (peak > most) {
                svg.text(left + PLOT, top - 10, Anchor.END, "peakname", peakName(peak) + " \u2192");
                return;
              }
              double at = left + PLOT * peak / most;
              svg.line(at, top - 6, at, bottom, "halo");
              svg.line(at, top - 6, at, bottom, "peak");
              svg.text(at, top - 10, Anchor.MIDDLE, "peakname", peakName(peak));
            });
  }

  private static String peakName(double peak) {
    return "GEMM " + BenchMarkdown.number(peak);
  }

  private void bar(
      Workload workload, Computation computation, String id, double left, double y, double most) {
    double middle = y + PITCH / 2;
    svg.text(left - 10, middle + 4, Anchor.END, report.own().contains(id) ? "own" : "name", id);
    OptionalDouble gflops = comparison.gflops(id, workload.problems(), computation);
    if (gflops.isEmpty()) {
      svg.text(left + 8, middle + 4, Anchor.START, "tick", "not offered");
      return;
    }
    svg.bar(left, middle - BAR / 2, width(gflops, most), BAR, Palette.colour(id));
  }

  /** Beside the bar, on top of whatever line is there. */
  private void value(
      Workload workload, Computation computation, String id, double left, double y, double most) {
    OptionalDouble gflops = comparison.gflops(id, workload.problems(), computation);
    if (gflops.isPresent()) {
      svg.text(
          left + width(gflops, most) + 7,
          y + PITCH / 2 + 4,
          Anchor.START,
          "value",
          label(workload, computation, id, gflops.getAsDouble()));
    }
  }

  private static double width(OptionalDouble gflops, double most) {
    return Math.max(1, PLOT * gflops.getAsDouble() / most);
  }

  private String label(Workload workload, Computation computation, String id, double gflops) {
    int timed = comparison.timed(id, workload.problems(), computation);
    String value =
        String.format(Locale.ROOT, gflops < 1 ? "%.2f" : gflops < 10 ? "%.1f" : "%.0f", gflops);
    return timed == workload.problems().size()
        ? value
        : value + " (%d of %d)".formatted(timed, workload.problems().size());
  }
}
