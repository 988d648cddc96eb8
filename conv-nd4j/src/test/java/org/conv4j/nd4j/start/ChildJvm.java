package org.conv4j.nd4j.start;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.conv4j.ConvProblem;
import org.conv4j.contract.ConvolutionContract;

/** A JVM of its own for a small program, with a class path put together from that of the tests. */
final class ChildJvm {

  /** conv-nd4j's classes and its service file. */
  static final Path CONV_ND4J = locationOf(StartupService.class);

  /** conv-core's classes. */
  static final Path CONV_CORE = locationOf(ConvProblem.class);

  private static final long LIMIT_SECONDS = 120;

  private ChildJvm() {}

  /** How a child ended. */
  record Ended(int status, List<String> output, List<String> errors) {

    /** The lines that conv4j logged at {@code level}. */
    List<String> logged(String level) {
      return errors.stream().filter(line -> line.contains("] " + level + " org.conv4j")).toList();
    }
  }

  /** ND4J, DL4J and what they need: the class path of the tests without what is conv4j's. */
  static List<Path> libraries() {
    List<Path> own =
        List.of(
            CONV_ND4J,
            CONV_CORE,
            locationOf(ChildJvm.class),
            locationOf(ConvolutionContract.class));
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(entry -> !own.contains(entry))
        .toList();
  }

  /** Runs {@code main} to its end. */
  static Ended run(Path folder, List<Path> classPath, List<String> flags, String main)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dorg.nd4j.log.initialization=false",
            "--enable-native-access=ALL-UNNAMED"));
    command.addAll(flags);
    command.addAll(List.of("-cp", joined(classPath), main));
    Path output = Files.createTempFile(folder, "output", ".txt");
    Path errors = Files.createTempFile(folder, "errors", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
    builder.environment().put("OMP_NUM_THREADS", "1");
    Process process = builder.start();
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException(command + " does not end");
    }
    return new Ended(process.exitValue(), Files.readAllLines(output), Files.readAllLines(errors));
  }

  private static String joined(List<Path> classPath) {
    return classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static Path locationOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (java.net.URISyntaxException malformed) {
      throw new IllegalStateException(malformed);
    }
  }
}
