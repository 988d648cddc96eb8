package org.conv4j.nd4j.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * The system properties that say how conv4j computes, each with its default where it is not set.
 *
 * @param threads {@code conv4j.threads}: how many threads compute at most, the calling one
 *     included; all processors that the JVM has by default
 * @param workspaceBytes {@code conv4j.workspace}: temporary memory of each of them; 8 MiB by
 *     default
 * @param transforms whether {@code conv4j.transforms} is {@code allow}: less accurate algorithms
 *     may be chosen
 * @param search {@code conv4j.search}: the file of findings, where algorithms are to be timed
 * @param vectors whether {@code conv4j.vector} is not {@code off}
 * @param vectorsFrom {@code conv4j.vector.from}
 * @param vectorBits {@code conv4j.vector.bits}: the widest vectors that may be used
 */
public record SystemSettings(
    int threads,
    long workspaceBytes,
    boolean transforms,
    Optional<Path> search,
    boolean vectors,
    VectorsFrom vectorsFrom,
    int vectorBits) {

  /** 8 MiB: enough for tiles of any network's layers, small enough to have in every thread. */
  public static final long DEFAULT_WORKSPACE_BYTES = 8L << 20;

  /** The least that is accepted: 64 KiB. */
  public static final long LEAST_WORKSPACE_BYTES = 64L << 10;

  private static final String PREFIX = "conv4j.";

  /** From when on vectors compute. */
  public enum VectorsFrom {
    /** Once the JVM has compiled them. */
    COMPILED,
    /** From the first call on. */
    FIRST,
    /** Plain Java, with the same bits, for good. */
    NEVER
  }

  /**
   * As the system properties are now.
   *
   * @throws IllegalArgumentException if one has a value that it cannot have: names it, the value,
   *     and what it must be
   */
  public static SystemSettings current() {
    return new SystemSettings(
        (int)
            number(
                "threads",
                Runtime.getRuntime().availableProcessors(),
                value -> value >= 1 && value <= Integer.MAX_VALUE,
                "a whole number, 1 or more"),
        number(
            "workspace",
            DEFAULT_WORKSPACE_BYTES,
            value -> value >= LEAST_WORKSPACE_BYTES,
            "a whole number of bytes, " + LEAST_WORKSPACE_BYTES + " or more"),
        oneOf("transforms", "refuse", "allow", "refuse").equals("allow"),
        searchFile(),
        oneOf("vector", "on", "on", "off").equals("on"),
        VectorsFrom.valueOf(
            oneOf("vector.from", "compiled", "compiled", "first", "never")
                .toUpperCase(Locale.ROOT)),
        Integer.parseInt(oneOf("vector.bits", "512", "128", "256", "512")));
  }

  /**
   * Whether a property that switches something is on: true unless it says {@code false}.
   *
   * @param name after {@code conv4j.}
   * @throws IllegalArgumentException if it says neither {@code true} nor {@code false}
   */
  public static boolean on(String name) {
    return oneOf(name, "true", "true", "false").equals("true");
  }

  private static long number(String name, long absent, LongPredicate allowed, String rule) {
    String value = System.getProperty(PREFIX.concat(name));
    if (value == null) {
      return absent;
    }
    try {
      long number = Long.parseLong(value.strip());
      if (allowed.test(number)) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // As invalid as a number that is not allowed.
    }
    throw invalid(name, value, rule);
  }

  private static String oneOf(String name, String absent, String... allowed) {
    String value = System.getProperty(PREFIX.concat(name));
    if (value == null) {
      return absent;
    }
    for (String each : allowed) {
      if (each.equalsIgnoreCase(value.strip())) {
        return each;
      }
    }
    throw invalid(name, value, String.join(" or ", allowed));
  }

  private static Optional<Path> searchFile() {
    String value = System.getProperty(PREFIX.concat("search"));
    if (value == null) {
      return Optional.empty();
    }
    try {
      if (!value.isBlank()) {
        return Optional.of(Path.of(value));
      }
    } catch (InvalidPathException notAPath) {
      // As invalid as none.
    }
    throw invalid("search", value, "the path of a file");
  }

  private static IllegalArgumentException invalid(String name, String value, String rule) {
    return new IllegalArgumentException(
        "-D%s%s=%s: it must be %s".formatted(PREFIX, name, value, rule));
  }
}
