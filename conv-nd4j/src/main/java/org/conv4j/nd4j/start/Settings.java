package org.conv4j.nd4j.start;

/**
 * What the user allows, by system properties: {@code conv4j.enabled}, {@code conv4j.ops}, {@code
 * conv4j.layers} and {@code conv4j.normalization}; each is true unless it says {@code false}.
 *
 * @param ops whether ND4J's executioner may be replaced
 * @param layers whether DL4J's layers may be given helpers
 * @param normalization whether batch normalisations are among those layers
 */
record Settings(boolean ops, boolean layers, boolean normalization) {

  /** As the system properties are now. */
  static Settings fromSystemProperties() {
    boolean enabled = on("conv4j.enabled");
    boolean layers = enabled && on("conv4j.layers");
    return new Settings(enabled && on("conv4j.ops"), layers, layers && on("conv4j.normalization"));
  }

  private static boolean on(String property) {
    return !"false".equalsIgnoreCase(System.getProperty(property));
  }
}
