package org.conv4j.verify.framework.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The native libraries of this process. */
public final class NativeLibraries {

  private static final Path MAPPED = Path.of("/proc/self/maps");

  private NativeLibraries() {}

  /**
   * Those that the system has mapped into this process, whoever loaded them. Empty where the system
   * does not tell, which is everywhere but on Linux.
   *
   * @param name which file names to look for
   */
  public static List<Path> mapped(Predicate<String> name) {
    if (!Files.isReadable(MAPPED)) {
      return List.of();
    }
    try (Stream<String> lines = Files.lines(MAPPED)) {
      return lines
          .filter(line -> line.indexOf('/') >= 0)
          .map(line -> Path.of(line.substring(line.indexOf('/'))))
          .filter(file -> name.test(file.getFileName().toString()))
          .filter(Files::isRegularFile)
          .distinct()
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      throw new IllegalStateException(MAPPED + " cannot be read", unreadable);
    }
  }
}
