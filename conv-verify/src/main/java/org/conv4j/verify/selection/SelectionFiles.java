package org.conv4j.verify.selection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.conv4j.verify.OutputFolder;
import org.conv4j.verify.record.ReportRecord;

/** {@code selection.json} and {@code selection.md}. */
public final class SelectionFiles {

  private record File(int threads, List<Entry> results) {}

  private record Entry(
      String framework,
      String problem,
      String direction,
      String chosen,
      double timesSlower,
      List<AlgorithmTime> times) {}

  private SelectionFiles() {}

  /** Writes both into {@code folder}. */
  public static void write(
      List<SelectionResults> results, ReportRecord.Host host, OutputFolder folder) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("selection.json", json(results));
    files.put("selection.md", markdown(results, host).getBytes(StandardCharsets.UTF_8));
    folder.write(files);
  }

  static byte[] json(List<SelectionResults> results) {
    File file =
        new File(
            results.get(0).threads(),
            results.stream()
                .flatMap(
                    each -> each.choices().stream().map(choice -> entry(each.framework(), choice)))
                .toList());
    try {
      String text =
          JsonMapper.builder()
              .build()
              .writer(
                  new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
              .writeValueAsString(file);
      return (text + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("results that are not JSON", impossible);
    }
  }

  private static Entry entry(String framework, TimedChoice choice) {
    return new Entry(
        framework,
        choice.problem(),
        choice.direction(),
        choice.chosen(),
        choice.factor(),
        choice.times());
  }

  static String markdown(List<SelectionResults> results, ReportRecord.Host host) {
    List<String> lines = new ArrayList<>();
    lines.add("# Is the fastest algorithm chosen?");
    lines.add("");
    lines.add(
        "%s, %d threads, Java %s. Milliseconds of the fastest run, by turns in one JVM, into arrays that are there."
            .formatted(host.cpu(), results.get(0).threads(), host.java()));
    for (SelectionResults each : results) {
      lines.add("");
      lines.add("## " + each.framework());
      lines.add("");
      lines.addAll(summary(each));
      lines.add("");
      lines.add(
          "All choices; *, what was at least twice as slow as the fastest, twice, was timed no"
              + " further.");
      lines.add("");
      lines.add("| problem | direction | chosen | times slower | all, the fastest first |");
      lines.add("| --- | --- | --- | ---: | --- |");
      each.choices().forEach(choice -> lines.add(row(choice)));
    }
    return String.join("\n", lines) + "\n";
  }

  private static String row(TimedChoice choice) {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %.2f | %s |",
        choice.problem(),
        choice.direction(),
        choice.chosen(),
        choice.factor(),
        choice.times().stream()
            .sorted(Comparator.comparingDouble(AlgorithmTime::millis))
            .map(
                time ->
                    time.algorithm() + " " + millis(time.millis()) + (time.runs() <= 2 ? "*" : ""))
            .collect(Collectors.joining(", ")));
  }

  /** One sentence, and a table of the choices that are too slow, if there are any. */
  public static List<String> summary(SelectionResults results) {
    List<TimedChoice> slow = results.slow();
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s: %d of %d choices are at most %.0f %% slower than the fastest admitted algorithm;"
                + " in the geometric mean, %.1f %%.",
            results.framework(),
            results.choices().size() - slow.size(),
            results.choices().size(),
            100 * (TimedChoice.LIMIT - 1),
            100 * (results.meanFactor() - 1)));
    if (slow.isEmpty()) {
      return lines;
    }
    int width = slow.stream().mapToInt(choice -> choice.problem().length()).max().orElse(0);
    String format = "| %-" + width + "s | %-15s | %-10s | %9s | %-10s | %9s | %12s |";
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            format,
            "problem",
            "direction",
            "chosen",
            "ms",
            "fastest",
            "ms",
            "times slower"));
    lines.add(
        String.format(
            Locale.ROOT,
            format,
            "-".repeat(width),
            "-".repeat(15),
            "-".repeat(10),
            "-".repeat(8) + ":",
            "-".repeat(10),
            "-".repeat(8) + ":",
            "-".repeat(11) + ":"));
    for (TimedChoice choice : slow) {
      lines.add(
          String.format(
              Locale.ROOT,
              format,
              choice.problem(),
              choice.direction(),
              choice.chosen(),
              millis(choice.ofChosen().millis()),
              choice.fastest().algorithm(),
              millis(choice.fastest().millis()),
              String.format(Locale.ROOT, "%.2f", choice.factor())));
    }
    return lines;
  }

  private static String millis(double millis) {
    return String.format(
        Locale.ROOT, millis < 0.1 ? "%.4f" : millis < 10 ? "%.3f" : "%.1f", millis);
  }
}
