package org.conv4j.nd4j.start;

/** DL4J, which a program on ND4J may do without. */
final class Dl4j {

  private static final String HELPER = "org.deeplearning4j.nn.layers.convolution.ConvolutionHelper";

  private Dl4j() {}

  /** Whether DL4J's layers are on the class path. */
  static boolean present() {
    try {
      Class.forName(HELPER, false, Dl4j.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException absent) {
      return false;
    }
  }
}
