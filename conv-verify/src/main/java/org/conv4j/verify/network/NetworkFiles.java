package org.conv4j.verify.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.conv4j.verify.OutputFolder;
import org.conv4j.verify.record.ReportRecord;

/** {@code network.json} and {@code network.md}. */
public final class NetworkFiles {

  private record File(
      String network, int batch, String jar, int threads, List<DoorRecord> results) {}

  private record DoorRecord(
      String door,
      double fitMillis,
      double outputMillis,
      double maxParameterDifference,
      double float32Error,
      int layersTaken) {}

  private NetworkFiles() {}

  /** Writes both into {@code folder}. */
  public static void write(NetworkResults results, ReportRecord.Host host, OutputFolder folder) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("network.json", json(results));
    files.put("network.md", markdown(results, host).getBytes(StandardCharsets.UTF_8));
    folder.write(files);
  }

  static byte[] json(NetworkResults results) {
    File file =
        new File(
            results.network().id(),
            results.batch(),
            "plain",
            results.threads(),
            results.doors().stream()
                .map(
                    each ->
                        new DoorRecord(
                            each.door().id(),
                            each.fitMillis(),
                            each.outputMillis(),
                            each.maxParameterDifference(),
                            each.float32Error(),
                            each.layersTaken()))
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

  static String markdown(NetworkResults results, ReportRecord.Host host) {
    List<String> lines = new ArrayList<>();
    lines.add("# " + capital(results.network().title()) + ", batch " + results.batch());
    lines.add("");
    lines.add(
        "%s, %d threads, Java %s, plain jar of ND4J. Medians of %d runs, by turns; times faster than stock in brackets."
            .formatted(host.cpu(), results.threads(), host.java(), results.rounds()));
    lines.add("");
    lines.addAll(table(results));
    lines.add("");
    lines.add(
        "Parameters after one iteration from the same state, relative to the largest: difference from"
            + " stock where both compute in float64; error of float32, against stock in float64.");
    results.alarms().forEach(alarm -> lines.addAll(List.of("", alarm)));
    return String.join("\n", lines) + "\n";
  }

  /** A line for each door. */
  public static List<String> table(NetworkResults results) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| door   |        output, ms |           fit, ms | layers taken | difference, float64 | error, float32 |");
    lines.add(
        "| ------ | ----------------: | ----------------: | -----------: | ------------------: | -------------: |");
    NetworkResults.Result stock = results.stock();
    for (NetworkResults.Result each : results.doors()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "| %-6s | %9.2f (%4.2f x) | %9.2f (%4.2f x) | %5d of %3d | %19.2g | %14.2g |",
              each.door().id(),
              each.outputMillis(),
              stock.outputMillis() / each.outputMillis(),
              each.fitMillis(),
              stock.fitMillis() / each.fitMillis(),
              each.layersTaken(),
              each.layers(),
              each.maxParameterDifference(),
              each.float32Error()));
    }
    return lines;
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
