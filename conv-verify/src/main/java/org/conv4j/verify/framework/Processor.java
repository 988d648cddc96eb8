package org.conv4j.verify.framework;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The vector instructions of the processor, as far as they decide which build of ND4J it can run.
 *
 * @param flags as Linux names them; empty where they cannot be known
 */
record Processor(Set<String> flags) {

  private static final Path LINUX = Path.of("/proc/cpuinfo");

  /** What the builds named {@code avx512} and {@code avx2} were compiled for. */
  private static final Set<String> AVX512 =
      Set.of("avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl");

  private static final Set<String> AVX2 = Set.of("avx2", "fma", "bmi1", "bmi2", "f16c", "movbe");

  Processor {
    flags = Set.copyOf(flags);
  }

  /** This machine's. */
  static Processor current() {
    try {
      return Files.isReadable(LINUX)
          ? of(Files.readString(LINUX))
          : new Processor(Set.<String>of());
    } catch (IOException unreadable) {
      return new Processor(Set.<String>of());
    }
  }

  /** From the text of {@code /proc/cpuinfo}. */
  static Processor of(String cpuinfo) {
    return new Processor(
        cpuinfo
            .lines()
            .filter(line -> line.startsWith("flags"))
            .limit(1)
            .flatMap(line -> Arrays.stream(line.substring(line.indexOf(':') + 1).split("\\s+")))
            .collect(Collectors.toSet()));
  }

  /**
   * The classifier of ND4J's fastest jar with oneDNN that this processor runs, without the
   * platform; the one that every processor of the platform runs where nothing is known.
   */
  String oneDnnExtension() {
    if (!flags.containsAll(AVX2)) {
      return "-onednn";
    }
    return flags.containsAll(AVX512) ? "-onednn-avx512" : "-onednn-avx2";
  }
}
