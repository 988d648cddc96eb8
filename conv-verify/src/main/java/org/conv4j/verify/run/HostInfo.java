package org.conv4j.verify.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.conv4j.verify.record.ReportRecord;

/** The machine that this is. */
public final class HostInfo {

  private HostInfo() {}

  /** System, processor, cores and Java. */
  public static ReportRecord.Host thisHost() {
    return new ReportRecord.Host(
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        cpu(),
        Runtime.getRuntime().availableProcessors(),
        Runtime.version() + " (" + System.getProperty("java.vendor") + ")");
  }

  /** The processor's model name where the system tells it without a further program. */
  private static String cpu() {
    return linuxModel()
        .or(() -> Optional.ofNullable(System.getenv("PROCESSOR_IDENTIFIER")))
        .orElse(System.getProperty("os.arch"));
  }

  private static Optional<String> linuxModel() {
    Path file = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(file)) {
      return Optional.empty();
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException notToBeHad) {
      return Optional.empty();
    }
  }
}
