package org.conv4j.verify.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.conv4j.verify.framework.FrameworkOptions;

/** The start of a command that runs a program of the tests' class path in a JVM of its own. */
final class OwnJvm {

  private OwnJvm() {}

  /** What comes before the program's arguments. */
  static List<String> command(Class<?> program) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-D" + FrameworkOptions.HOME_PROPERTY + "=" + FrameworkOptions.defaults().home(),
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
    for (String property : System.getProperties().stringPropertyNames()) {
      if (property.startsWith("conv4j.maven.") || property.equals("maven.repo.local")) {
        command.add(1, "-D" + property + "=" + System.getProperty(property));
      }
    }
    return command;
  }
}
