package org.conv4j.verify.network;

/**
 * An agent that plants a bug behind the op door and nowhere else: where conv4j is on the class path
 * and its other door is shut.
 */
public final class FaultyAgent {

  private FaultyAgent() {}

  /** Called by the JVM before the program's {@code main}. */
  public static void premain(String arguments) {
    if ("false".equals(System.getProperty("conv4j.layers"))) {
      System.setProperty("opexec", FaultyExecutioner.class.getName());
    }
  }
}
