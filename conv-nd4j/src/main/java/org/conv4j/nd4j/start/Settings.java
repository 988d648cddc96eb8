package org.conv4j.nd4j.start;

/**
 * What the user allows, by system properties: {@code conv4j.enabled}, {@code conv4j.ops} and {@code
 * conv4j.layers}; each is true unless it says {@code false}.
 *
 * @param ops whether ND4J's executioner may be replaced
 * @param layers whether DL4J's convolution layers may be given a helper
 */
record Settings(boolean ops, boolean layers) {

  /** As the system properties are now. */
  static Settings fromSystemProperties() {
    boolean enabled = on("conv4j.enabled");
    return new Settings(enabled && on("conv4j.ops"), enabled && on("conv4j.layers"));
  }

  private static boolean on(String property) {
    return !"false".equalsIgnoreCase(System.getProperty(property));
  }
}
