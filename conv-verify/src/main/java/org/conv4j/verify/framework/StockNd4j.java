package org.conv4j.verify.framework;

/**
 * Refuses a child that claims to be ND4J or DL4J as released but runs through somebody's door: a
 * comparison with it would compare conv4j with itself.
 */
final class StockNd4j {

  private static final String EXECUTIONER = "org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner";

  private StockNd4j() {}

  /**
   * Returns only for the executioner that ND4J comes with, and no convolution helper.
   *
   * @throws FrameworkUnavailableException otherwise, naming what was found
   */
  static void refuseAnythingElse(FrameworkInfo info) {
    if (!EXECUTIONER.equals(info.executioner())) {
      throw new FrameworkUnavailableException(
          info.id()
              + " is refused: its executioner is "
              + info.executioner()
              + ", stock ND4J has "
              + EXECUTIONER);
    }
    if (info.helper() != null) {
      throw new FrameworkUnavailableException(
          info.id()
              + " is refused: its convolution layers have the helper "
              + info.helper()
              + ", stock DL4J on CPU has none");
    }
  }
}
