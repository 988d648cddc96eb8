package org.conv4j.verify.framework;

/**
 * Refuses a child that is to run DL4J through conv4j's doors and does not: a comparison with it
 * would compare stock DL4J with itself.
 */
final class OpenDoors {

  private static final String EXECUTIONER = "org.conv4j.nd4j.ops.ConvExecutioner";
  private static final String HELPER = "org.conv4j.nd4j.dl4j.ConvolutionLayerHelper";

  private OpenDoors() {}

  /**
   * Returns only for conv4j's executioner and a helper of conv4j's.
   *
   * @throws FrameworkUnavailableException otherwise, naming what was found
   */
  static void refuseAnythingElse(FrameworkInfo info) {
    if (!EXECUTIONER.equals(info.executioner())) {
      throw new FrameworkUnavailableException(
          info.id()
              + " is refused: its executioner is "
              + info.executioner()
              + ", conv4j's op door would be "
              + EXECUTIONER);
    }
    if (info.helper() == null || !info.helper().endsWith(" extends " + HELPER)) {
      throw new FrameworkUnavailableException(
          info.id()
              + " is refused: the helper of its convolution layers is "
              + (info.helper() == null ? "missing" : info.helper())
              + ", conv4j's layer door would be one that extends "
              + HELPER);
    }
  }
}
