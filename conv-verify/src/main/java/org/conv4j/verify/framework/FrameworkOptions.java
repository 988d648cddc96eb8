package org.conv4j.verify.framework;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How frameworks are started and how long they are waited for.
 *
 * @param home root of the conv4j project, which holds {@code conv-verify/frameworks}
 * @param threads that each framework may use; 1 or more
 * @param startLimit time a child has to answer its handshake; the first start on a machine unpacks
 *     native libraries
 * @param answerLimit time a child has for one direction of one case
 * @param jvmArguments added to the command line of children that are JVMs
 */
public record FrameworkOptions(
    Path home, int threads, Duration startLimit, Duration answerLimit, List<String> jvmArguments) {

  /** Name of the system property that the launcher sets to the project's root. */
  public static final String HOME_PROPERTY = "conv4j.home";

  /** Validates. */
  public FrameworkOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads is " + threads + ": it must be at least 1");
    }
    jvmArguments = List.copyOf(jvmArguments);
  }

  /**
   * The project's root from {@code conv4j.home}, or else the nearest folder at or above the working
   * directory that holds {@code conv-verify/frameworks}; one thread per processor; two minutes to
   * start and one for each direction.
   *
   * @throws IllegalStateException if there is no such folder
   */
  public static FrameworkOptions defaults() {
    return new FrameworkOptions(
        findHome(),
        Runtime.getRuntime().availableProcessors(),
        Duration.ofMinutes(2),
        Duration.ofMinutes(1),
        List.of());
  }

  /** These options with one thread. */
  public FrameworkOptions onOneThread() {
    return withThreads(1);
  }

  /** These options with another number of threads. */
  public FrameworkOptions withThreads(int number) {
    return new FrameworkOptions(home, number, startLimit, answerLimit, jvmArguments);
  }

  /** These options with another limit for one direction of one case. */
  public FrameworkOptions withAnswerLimit(Duration limit) {
    return new FrameworkOptions(home, threads, startLimit, limit, jvmArguments);
  }

  /** These options with other added JVM arguments. */
  public FrameworkOptions withJvmArguments(List<String> arguments) {
    return new FrameworkOptions(home, threads, startLimit, answerLimit, arguments);
  }

  /** The folder of the frameworks' poms. */
  public Path frameworks() {
    return frameworksIn(home);
  }

  private static Path findHome() {
    String given = System.getProperty(HOME_PROPERTY);
    if (given != null) {
      Path home = Path.of(given).toAbsolutePath();
      if (!Files.isDirectory(frameworksIn(home))) {
        throw new IllegalStateException(
            HOME_PROPERTY + " is " + home + ", which has no folder conv-verify/frameworks");
      }
      return home;
    }
    Path start = Path.of("").toAbsolutePath();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(frameworksIn(folder))) {
        return folder;
      }
    }
    throw new IllegalStateException(
        "neither "
            + start
            + " nor a folder above it has conv-verify/frameworks: set the system property "
            + HOME_PROPERTY
            + " to the project's root");
  }

  private static Path frameworksIn(Path home) {
    return home.resolve("conv-verify").resolve("frameworks");
  }
}
