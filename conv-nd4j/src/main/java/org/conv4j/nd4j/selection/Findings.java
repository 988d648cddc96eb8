package org.conv4j.nd4j.selection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.ProblemNotation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What timed searches found, kept in a text file: a line for each problem and direction on one kind
 * of machine, its fields separated by tabs. Lines that start with {@code #} mean nothing. A file
 * with any other line is left alone, and nothing in it is believed.
 *
 * <p>Safe for use by many threads. Read once by a process; lines are added at the end, by several
 * processes if need be, and the last of several for the same is believed.
 */
public final class Findings {

  private static final Logger LOG = LoggerFactory.getLogger("org.conv4j.nd4j.selection");
  private static final String HEADER =
      "# conv4j, timed search: problem, direction, machine, fastest algorithm, milliseconds\n";
  private static final int FIELDS = 5;

  private static final Map<Path, Findings> OPEN = new ConcurrentHashMap<>();

  private final Path file;
  private final Map<Key, String> algorithms = new HashMap<>();
  private boolean writable = true;

  private Findings(Path file) {
    this.file = file;
    if (Files.exists(file)) {
      try {
        read(Files.readAllLines(file));
      } catch (IOException | IllegalArgumentException unreadable) {
        giveUp("is ignored", unreadable);
        algorithms.clear();
      }
    }
  }

  /** The findings in that file, which need not exist; one object for each file. */
  public static Findings in(Path file) {
    return OPEN.computeIfAbsent(file.toAbsolutePath().normalize(), Findings::new);
  }

  /** The file. */
  Path file() {
    return file;
  }

  /** The algorithm that was fastest. */
  synchronized Optional<String> fastest(
      ConvProblem problem, ConvDirection direction, String machine) {
    return Optional.ofNullable(algorithms.get(new Key(problem, direction, machine)));
  }

  /** Remembers, and writes down, which algorithm was fastest. */
  synchronized void add(
      ConvProblem problem,
      ConvDirection direction,
      String machine,
      String algorithm,
      double millis) {
    algorithms.put(new Key(problem, direction, machine), algorithm);
    if (!writable) {
      return;
    }
    List<String> fields =
        List.of(
            ProblemNotation.print(problem),
            direction.id(),
            machine,
            algorithm,
            String.format(Locale.ROOT, "%.4f", millis));
    String line = String.join("\t", fields) + '\n';
    try {
      boolean fresh = !Files.exists(file);
      Files.writeString(
          file, fresh ? HEADER + line : line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException unwritable) {
      giveUp("cannot be written", unwritable);
    }
  }

  private void giveUp(String what, Exception why) {
    writable = false;
    LOG.warn("conv4j's file of findings {} {}: {}", file, what, why.toString());
  }

  private void read(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      List<String> fields = new ArrayList<>(List.of(line.split("\t", -1)));
      if (fields.size() != FIELDS) {
        throw new IllegalArgumentException(
            "line %d has %d fields, not %d".formatted(i + 1, fields.size(), FIELDS));
      }
      if (!(Double.parseDouble(fields.get(4)) >= 0)) {
        throw new IllegalArgumentException(
            "line %d: %s is no time".formatted(i + 1, fields.get(4)));
      }
      algorithms.put(
          new Key(
              ConvProblem.parse(fields.get(0)), ConvDirection.ofId(fields.get(1)), fields.get(2)),
          fields.get(3));
    }
  }

  /** What a finding is about. */
  private record Key(ConvProblem problem, ConvDirection direction, String machine) {}
}
