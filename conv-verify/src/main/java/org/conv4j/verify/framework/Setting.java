package org.conv4j.verify.framework;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What follows the name in an id such as {@code conv-nd4j:winograd2:no-vector}.
 *
 * @param algorithm to force, or {@code transforms}; empty leaves the choice to the framework
 * @param vectorApi whether it gets the JDK's Vector API, where that is present
 */
record Setting(Optional<String> algorithm, boolean vectorApi) {

  /** Nothing is set. */
  static final Setting DEFAULT = new Setting(Optional.empty(), true);

  static final String NO_VECTOR = "no-vector";

  static final String TRANSFORMS = "transforms";

  /**
   * The setting in {@code id}.
   *
   * @throws IllegalArgumentException if it names two algorithms, or one without a name
   */
  static Setting of(String id) {
    List<String> parts = new ArrayList<>(List.of(id.split(":", -1)));
    parts.remove(0);
    boolean vectorApi = !parts.remove(NO_VECTOR);
    if (parts.size() > 1) {
      throw new IllegalArgumentException(
          "'" + id + "' names several algorithms: " + String.join(", ", parts));
    }
    if (parts.contains("")) {
      throw new IllegalArgumentException("'" + id + "' names an algorithm without a name");
    }
    return new Setting(parts.stream().findFirst(), vectorApi);
  }
}
