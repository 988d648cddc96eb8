package org.conv4j.verify.framework;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.conv4j.verify.process.LineProcess;

/** A child JVM that runs networks of DL4J and SameDiff, on the plain jar of ND4J, behind a door. */
public final class NetworkChild {

  private static final Libraries LIBRARIES = Libraries.of("dl4j-zoo", 181);

  private NetworkChild() {}

  /**
   * Starts {@code mainClass} of this project. It finds the file for its answers as {@link
   * org.conv4j.verify.framework.child.ChildLoop#CHANNEL_PROPERTY} says.
   *
   * @throws FrameworkUnavailableException if its class path cannot be had or it cannot be started
   */
  public static LineProcess start(
      Door door, String mainClass, List<String> arguments, FrameworkOptions options) {
    List<Path> classPath =
        new ArrayList<>(
            List.of(
                CodeLocation.of(mainClass),
                CodeLocation.of("org.conv4j.ConvProblem"),
                CodeLocation.of("com.fasterxml.jackson.databind.ObjectMapper"),
                CodeLocation.of("com.fasterxml.jackson.core.JsonFactory"),
                CodeLocation.of("com.fasterxml.jackson.annotation.JsonProperty")));
    List<String> jvm = new ArrayList<>(door.jvmArguments());
    if (door != Door.STOCK && JvmChild.hasVectorModule()) {
      jvm.add("--add-modules=" + JvmChild.VECTOR_MODULE);
    }
    if (door == Door.AGENT) {
      jvm.add("-javaagent:" + agent(options.home()));
    }
    if (door.onClassPath()) {
      classPath.add(CodeLocation.of("org.conv4j.nd4j.Nd4jConvolution"));
    }
    classPath.addAll(MavenClassPath.ofUser(options.home()).of(options.frameworks(), LIBRARIES));
    jvm.addAll(options.jvmArguments());
    ChildCommand command = JvmChild.of(classPath, jvm, mainClass, arguments, options);
    try {
      return LineProcess.start(
          "network behind " + door.id(), command.command(), command.environment(), options.home());
    } catch (IOException failure) {
      throw new FrameworkUnavailableException(
          "a child JVM cannot be started: " + failure.getMessage(), failure);
    }
  }

  /** The agent that the build packs beside conv-nd4j's jar. */
  private static Path agent(Path home) {
    Path target = home.resolve("conv-nd4j").resolve("target");
    if (Files.isDirectory(target)) {
      try (DirectoryStream<Path> found =
          Files.newDirectoryStream(target, "conv-nd4j-*-agent.jar")) {
        for (Path agent : found) {
          return agent;
        }
      } catch (IOException unreadable) {
        throw new FrameworkUnavailableException(
            target + " cannot be read: " + unreadable.getMessage(), unreadable);
      }
    }
    throw new FrameworkUnavailableException(
        "there is no conv-nd4j-*-agent.jar in " + target + ": 'mvn package' makes it");
  }
}
