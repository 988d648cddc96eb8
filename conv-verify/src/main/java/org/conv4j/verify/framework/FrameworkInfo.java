package org.conv4j.verify.framework;

import java.util.List;

/**
 * What a framework says of itself before the first case.
 *
 * @param id for instance {@code nd4j}; with a forced algorithm {@code conv-nd4j:portable}
 * @param name for people
 * @param version the framework's version as found at run time
 * @param libraries the native libraries it runs
 * @param threads threads it may use
 * @param executioner class name of ND4J's executioner; null where there is none
 * @param helper class name of DL4J's convolution helper; null where there is none
 */
public record FrameworkInfo(
    String id,
    String name,
    String version,
    List<Library> libraries,
    int threads,
    String executioner,
    String helper) {

  /**
   * A native library file.
   *
   * @param file its name, without folder
   * @param sha256 of its content, in hex
   */
  public record Library(String file, String sha256) {}
}
