package org.conv4j.verify.framework.dl4j;

import org.conv4j.verify.framework.child.ChildLoop;

/** The same layers as {@link Dl4jChild}'s, with conv-nd4j on the class path: through its doors. */
public final class Dl4jConv4jChild {

  private Dl4jConv4jChild() {}

  /** Serves a parent process. */
  public static void main(String[] arguments) {
    ChildLoop.serve(
        threads -> new Dl4jChild("DL4J ConvolutionLayer through conv4j", Conv4jDoors::new));
  }
}
