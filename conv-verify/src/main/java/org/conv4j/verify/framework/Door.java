package org.conv4j.verify.framework;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** How conv4j comes into a program on ND4J and DL4J, if it does. */
public enum Door {
  /** Not at all: conv-nd4j is not on the class path. */
  STOCK("stock", false, List.of()),
  /** As helpers of DL4J's layers. */
  LAYER("layer", true, List.of("-Dconv4j.ops=false")),
  /** As executioner of ND4J's ops. */
  OP("op", true, List.of("-Dconv4j.layers=false")),
  /** Both, by {@code -javaagent:}, with the class path of {@link #STOCK}. */
  AGENT("agent", false, List.of());

  private final String id;
  private final boolean onClassPath;
  private final List<String> jvmArguments;

  Door(String id, boolean onClassPath, List<String> jvmArguments) {
    this.id = id;
    this.onClassPath = onClassPath;
    this.jvmArguments = jvmArguments;
  }

  /** Its name on the command line and in files. */
  public String id() {
    return id;
  }

  /** Whether conv-nd4j is on the class path. */
  boolean onClassPath() {
    return onClassPath;
  }

  /** What the JVM is told to leave this door alone open. */
  List<String> jvmArguments() {
    return jvmArguments;
  }

  /**
   * The door of that name.
   *
   * @throws IllegalArgumentException if there is none; the message lists them
   */
  public static Door ofId(String id) {
    return Arrays.stream(values())
        .filter(door -> door.id.equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'"
                        + id
                        + "' is no door: expected one of "
                        + Arrays.stream(values()).map(Door::id).collect(Collectors.joining(", "))));
  }
}
