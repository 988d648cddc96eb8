package org.conv4j.verify.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.conv4j.ConvProblem;
import org.conv4j.verify.InputException;

/**
 * The suites of the benchmark, in their real sizes. Each is a text file: what it is on the first
 * line, then one notation a line, at batch 1; blank lines and those that start with {@code #} mean
 * nothing.
 */
public final class BenchSuites {

  private static final String COMMENT = "#";

  /** Has batches of its own. */
  private static final String SEED = "seed";

  private static final List<String> NAMES =
      List.of("resnet50", "resnet50-dl4j", "vgg16", "mobilenet", "lenet", SEED);

  private BenchSuites() {}

  /** The names, in the order in which they are listed. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * What a suite is, in one sentence.
   *
   * @throws InputException if there is no such suite; the message lists the names
   */
  public static String description(String name) {
    return lines(name).get(0).substring(COMMENT.length()).strip();
  }

  /** The suite, once for each batch, or once if it has batches of its own. */
  static List<Workload> workloads(String name, List<Long> batches) {
    List<ConvProblem> problems =
        lines(name).stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith(COMMENT))
            .map(ConvProblem::parse)
            .toList();
    if (name.equals(SEED)) {
      return List.of(new Workload(name, OptionalLong.empty(), problems));
    }
    List<Workload> workloads = new ArrayList<>();
    for (long batch : batches) {
      workloads.add(
          new Workload(
              name,
              OptionalLong.of(batch),
              problems.stream().map(problem -> withBatch(problem, batch)).toList()));
    }
    return workloads;
  }

  private static ConvProblem withBatch(ConvProblem problem, long batch) {
    return problem.toBuilder()
        .input(
            batch,
            problem.inputChannels(),
            problem.inputSize().height(),
            problem.inputSize().width())
        .build();
  }

  private static List<String> lines(String name) {
    if (!NAMES.contains(name)) {
      throw new InputException(
          "unknown suite '" + name + "': expected one of " + String.join(", ", NAMES));
    }
    try (InputStream stream = BenchSuites.class.getResourceAsStream(name + ".txt")) {
      if (stream == null) {
        throw new IllegalStateException("suite file " + name + ".txt is missing");
      }
      return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
          .lines()
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
