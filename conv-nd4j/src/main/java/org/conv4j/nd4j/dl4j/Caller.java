package org.conv4j.nd4j.dl4j;

import java.util.Set;

/** Which pass of DL4J's layer a helper is called from: its interface does not say. */
final class Caller {

  private static final StackWalker STACK = StackWalker.getInstance();
  private static final String LAYER = "org.deeplearning4j.nn.layers.convolution.ConvolutionLayer";
  private static final Set<String> PASSES = Set.of("activate", "backpropGradient");

  private Caller() {}

  /** Whether the nearest pass of a {@code ConvolutionLayer} on the stack is the backward one. */
  static boolean isBackwardPass() {
    return STACK.walk(
        frames ->
            frames
                .limit(8)
                .filter(frame -> frame.getClassName().equals(LAYER))
                .map(StackWalker.StackFrame::getMethodName)
                .filter(PASSES::contains)
                .findFirst()
                .filter("backpropGradient"::equals)
                .isPresent());
  }
}
