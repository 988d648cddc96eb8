package org.conv4j.verify.framework;

import java.io.IOException;
import java.util.List;
import org.conv4j.verify.process.LineProcess;

/** A child JVM with conv-nd4j and all that it needs, for a program of this project's own. */
public final class Conv4jProcess {

  private Conv4jProcess() {}

  /**
   * Starts {@code mainClass}. It finds the file for its answers as {@link
   * org.conv4j.verify.framework.child.ChildLoop#CHANNEL_PROPERTY} says.
   *
   * @param id of a framework that is a conv-nd4j; its setting decides whether there is a Vector API
   * @throws FrameworkUnavailableException if its class path cannot be had or it cannot be started
   */
  public static LineProcess start(
      String id, String mainClass, List<String> arguments, FrameworkOptions options) {
    ChildCommand command =
        JvmChild.of(Frameworks.find(id), Setting.of(id), mainClass, arguments, options);
    try {
      return LineProcess.start(id, command.command(), command.environment(), options.home());
    } catch (IOException failure) {
      throw new FrameworkUnavailableException(
          "a child JVM cannot be started: " + failure.getMessage(), failure);
    }
  }

  /**
   * Whether {@code id} names a conv-nd4j that is free to choose among algorithms; with or without
   * the Vector API, with or without the less accurate transforms.
   */
  public static boolean choosesFreely(String id) {
    return Frameworks.ids().contains(id.split(":", 2)[0])
        && Frameworks.find(id).takesAlgorithm()
        && Setting.of(id).algorithm().filter(name -> !name.equals(Setting.TRANSFORMS)).isEmpty();
  }

  /** Whether {@code id} admits the less accurate transforms. */
  public static boolean admitsTransforms(String id) {
    return Setting.of(id).algorithm().filter(Setting.TRANSFORMS::equals).isPresent();
  }
}
