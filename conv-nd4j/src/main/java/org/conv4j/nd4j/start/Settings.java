package org.conv4j.nd4j.start;

import java.util.Optional;
import org.conv4j.nd4j.settings.SystemSettings;

/**
 * What the user allows, by system properties: {@code conv4j.enabled}, {@code conv4j.ops}, {@code
 * conv4j.layers} and {@code conv4j.normalization}; each is true unless it says {@code false}.
 * Nothing is allowed where a property of conv4j has a value that it cannot have: that is better
 * found out now than at the first convolution.
 *
 * @param ops whether ND4J's executioner may be replaced
 * @param layers whether DL4J's layers may be given helpers
 * @param normalization whether batch normalisations are among those layers
 * @param objection to a property's value
 */
record Settings(boolean ops, boolean layers, boolean normalization, Optional<String> objection) {

  /** As the system properties are now. */
  static Settings fromSystemProperties() {
    try {
      if (!SystemSettings.on("enabled")) {
        return nothing(Optional.empty());
      }
      SystemSettings.current();
      boolean layers = SystemSettings.on("layers");
      return new Settings(
          SystemSettings.on("ops"),
          layers,
          SystemSettings.on("normalization") && layers,
          Optional.empty());
    } catch (IllegalArgumentException invalid) {
      return nothing(Optional.of(invalid.getMessage()));
    }
  }

  private static Settings nothing(Optional<String> objection) {
    return new Settings(false, false, false, objection);
  }
}
