package org.conv4j.verify.train;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.conv4j.verify.bench.Svg;
import org.conv4j.verify.bench.Svg.Anchor;
import org.conv4j.verify.framework.Door;
import org.conv4j.verify.record.ReportRecord;

/**
 * {@code train.svg}: for each kind of program the loss against the iteration, stock as a broad pale
 * band with the doors drawn over it, and beside it the time of an iteration.
 */
final class TrainingChart {

  private static final double MARGIN = 36;
  private static final double HEAD = 92;
  private static final double AXIS = 46;
  private static final double PLOT_WIDTH = 520;
  private static final double PLOT_HEIGHT = 230;
  private static final double PANEL_HEIGHT = PLOT_HEIGHT + 96;
  private static final double BARS_LEFT = MARGIN + AXIS + PLOT_WIDTH + 48;
  private static final double BAR_WIDTH = 190;
  private static final int MOST_LABELS = 10;
  private static final double WIDTH = BARS_LEFT + 52 + BAR_WIDTH + 92;

  private static final String STYLE =
      Svg.STYLE
          + """
          .stockcurve { fill: none; stroke-width: 7; stroke-linejoin: round; }
          .doorcurve { fill: none; stroke-width: 1.6; stroke-linejoin: round; }
          .second { stroke-dasharray: 7 5; }
          """;

  private final Svg svg = new Svg();

  private TrainingChart() {}

  static String render(Trainings trainings, ReportRecord.Host host) {
    return new TrainingChart().draw(trainings, host);
  }

  private String draw(Trainings trainings, ReportRecord.Host host) {
    double height = HEAD + trainings.kinds().size() * PANEL_HEIGHT;
    svg.rectangle(0, 0, WIDTH, height, "page");
    svg.text(MARGIN, 40, Anchor.START, "title", "LeNet on handwritten digits, through each door");
    svg.text(
        MARGIN,
        63,
        Anchor.START,
        "subtitle",
        "Loss of each minibatch of %d from the same seed: doors lie on the stock curve. %s, %d threads."
            .formatted(trainings.task().batch(), host.cpu(), trainings.threads()));
    double top = HEAD + 30;
    for (NetworkKind kind : trainings.kinds()) {
      losses(kind, trainings.of(kind), top);
      times(trainings.of(kind), top);
      top += PANEL_HEIGHT;
    }
    return svg.render(WIDTH, height, "Loss and time of training through each door", STYLE);
  }

  private void losses(NetworkKind kind, List<TrainingRun> runs, double top) {
    double left = MARGIN + AXIS;
    int iterations = runs.get(0).losses().size();
    double largest =
        runs.stream()
            .flatMap(run -> run.losses().stream())
            .mapToDouble(Double::doubleValue)
            .filter(Double::isFinite)
            .max()
            .orElse(1);
    double step = largest > 1 ? 0.5 : 0.25;
    double most = step * Math.max(1, Math.ceil(largest / step));
    svg.text(left, top - 14, Anchor.START, "panel", kind.title() + ": loss");
    for (double value = 0; value <= most; value += step) {
      double y = top + PLOT_HEIGHT * (1 - value / most);
      svg.line(left, y, left + PLOT_WIDTH, y, "grid");
      svg.text(
          left - 8,
          y + 4,
          Anchor.END,
          "tick",
          String.format(Locale.ROOT, step < 0.5 ? "%.2f" : "%.1f", value));
    }
    int perEpoch = iterations / runs.get(0).accuracies().size();
    int epochs = runs.get(0).accuracies().size();
    int every = (epochs + MOST_LABELS - 1) / MOST_LABELS;
    for (int epoch = 0; epoch <= epochs; epoch += every) {
      double x = left + PLOT_WIDTH * epoch * perEpoch / iterations;
      svg.line(x, top, x, top + PLOT_HEIGHT, "grid");
      svg.text(
          x, top + PLOT_HEIGHT + 17, Anchor.MIDDLE, "tick", Integer.toString(epoch * perEpoch));
    }
    svg.text(
        left + PLOT_WIDTH / 2,
        top + PLOT_HEIGHT + 36,
        Anchor.MIDDLE,
        "tick",
        "iteration; lines between epochs");
    for (TrainingRun run : runs) {
      String points =
          IntStream.range(0, iterations)
              .filter(i -> Double.isFinite(run.losses().get(i)))
              .mapToObj(
                  i ->
                      String.format(
                          Locale.ROOT,
                          "%.1f,%.1f",
                          left + PLOT_WIDTH * (i + 1) / iterations,
                          top + PLOT_HEIGHT * (1 - run.losses().get(i) / most)))
              .collect(Collectors.joining(" "));
      svg.polyline(points, colour(run.door()), curve(run.door()));
    }
  }

  private void times(List<TrainingRun> runs, double top) {
    double slowest = runs.stream().mapToDouble(TrainingRun::medianMillis).max().orElse(1);
    svg.text(BARS_LEFT, top - 14, Anchor.START, "panel", "Time of an iteration, accuracy");
    double y = top + 6;
    for (TrainingRun run : runs) {
      double width = Math.max(2, BAR_WIDTH * run.medianMillis() / slowest);
      boolean stock = run.door() == Door.STOCK;
      svg.text(BARS_LEFT, y + 15, Anchor.START, stock ? "name" : "own", run.door().id());
      svg.bar(BARS_LEFT + 52, y, width, 20, colour(run.door()));
      svg.text(
          BARS_LEFT + 60 + width,
          y + 15,
          Anchor.START,
          "value",
          stock
              ? String.format(Locale.ROOT, "%.1f ms", run.medianMillis())
              : String.format(
                  Locale.ROOT,
                  "%.1f ms, %.1f x",
                  run.medianMillis(),
                  runs.get(0).medianMillis() / run.medianMillis()));
      svg.text(
          BARS_LEFT + 52,
          y + 36,
          Anchor.START,
          "tick",
          String.format(Locale.ROOT, "%.1f %% of the test digits", 100 * run.lastAccuracy()));
      y += 58;
    }
  }

  private static String colour(Door door) {
    return switch (door) {
      case STOCK -> "#e0c8a0";
      case LAYER, OP -> "#1456b8";
      case AGENT -> "#6aa9ee";
    };
  }

  private static String curve(Door door) {
    return switch (door) {
      case STOCK -> "stockcurve";
      case LAYER, OP -> "doorcurve";
      case AGENT -> "doorcurve second";
    };
  }
}
