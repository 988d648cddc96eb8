package org.conv4j.verify.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.conv4j.verify.process.FinishedProcess;

/** A program of the tests on stock DL4J, whose natives the tests' own JVM does not have. */
public final class Dl4jProgram {

  private Dl4jProgram() {}

  /** Runs the program's {@code main} to its end, which must be a good one. */
  public static void run(Class<?> program, String... arguments)
      throws IOException, InterruptedException {
    FrameworkOptions options = FrameworkOptions.defaults();
    List<Path> classPath = new ArrayList<>(JvmChild.classPath(Frameworks.find("dl4j"), options));
    classPath.add(CodeLocation.of(program.getName()));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.nd4j.log.initialization=false",
                "-cp",
                classPath.stream()
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator)),
                program.getName()));
    command.addAll(List.of(arguments));
    FinishedProcess process =
        FinishedProcess.run(
            program.getSimpleName(), command, Map.of(), options.home(), Duration.ofMinutes(2));
    assertEquals(0, process.exitValue(), process::end);
  }
}
