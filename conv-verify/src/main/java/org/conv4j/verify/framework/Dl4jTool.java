package org.conv4j.verify.framework;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.conv4j.verify.process.FinishedProcess;

/** A program that runs once in a child JVM, on DL4J, the plain jar of ND4J and conv-nd4j. */
public final class Dl4jTool {

  private static final Libraries LIBRARIES = Libraries.of("dl4j", 180);
  private static final List<String> OWN =
      List.of(
          "org.conv4j.verify.framework.child.ChildLoop",
          "org.conv4j.ConvProblem",
          "org.conv4j.nd4j.Nd4jConvolution",
          "com.fasterxml.jackson.databind.ObjectMapper",
          "com.fasterxml.jackson.core.JsonFactory",
          "com.fasterxml.jackson.annotation.JsonProperty");

  private Dl4jTool() {}

  /**
   * Runs {@code mainClass} to its end. Relative paths among its arguments would be relative to the
   * project's root.
   *
   * @param jvmArguments added to those that every child gets
   * @throws FrameworkUnavailableException if its libraries cannot be had, or it does not end
   */
  public static FinishedProcess run(
      String name,
      String mainClass,
      List<String> jvmArguments,
      List<String> arguments,
      FrameworkOptions options,
      Duration limit) {
    List<String> jvm = new ArrayList<>(jvmArguments);
    jvm.addAll(options.jvmArguments());
    ChildCommand command = JvmChild.of(classPath(options), jvm, mainClass, arguments, options);
    return run(name, command.command(), command.environment(), options, limit);
  }

  /**
   * The same as a user would start it who follows our advice on JVM options: the environment is
   * what it is, and standard output is what the program and its libraries print.
   *
   * @throws FrameworkUnavailableException if its libraries cannot be had, or it does not end
   */
  public static FinishedProcess runAsUser(
      String name,
      String mainClass,
      List<String> arguments,
      FrameworkOptions options,
      Duration limit) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dorg.nd4j.log.initialization=false");
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    if (JvmChild.hasVectorModule()) {
      command.add("--add-modules=" + JvmChild.VECTOR_MODULE);
    }
    if (Runtime.version().feature() >= JvmChild.NATIVE_ACCESS_WARNS_SINCE) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(options.jvmArguments());
    command.add("-cp");
    command.add(
        classPath(options).stream()
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)));
    command.add(mainClass);
    command.addAll(arguments);
    return run(name, command, Map.of(), options, limit);
  }

  private static List<Path> classPath(FrameworkOptions options) {
    List<Path> classPath = new ArrayList<>(OWN.stream().map(CodeLocation::of).distinct().toList());
    classPath.addAll(MavenClassPath.ofUser(options.home()).of(options.frameworks(), LIBRARIES));
    return classPath;
  }

  private static FinishedProcess run(
      String name,
      List<String> command,
      Map<String, String> environment,
      FrameworkOptions options,
      Duration limit) {
    try {
      return FinishedProcess.run(name, command, environment, options.home(), limit);
    } catch (IOException failure) {
      throw new FrameworkUnavailableException(failure.getMessage(), failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new FrameworkUnavailableException(name + " was interrupted");
    }
  }
}
