package org.conv4j.verify.framework;

import java.util.Map;

/**
 * What a framework has to have on its class path.
 *
 * @param folder under {@code conv-verify/frameworks}; its pom names the libraries
 * @param megabytes that Maven fetches where it has nothing yet, roughly
 * @param properties for Maven, where the pom leaves a choice to the machine
 */
record Libraries(String folder, int megabytes, Map<String, String> properties) {

  Libraries {
    properties = Map.copyOf(properties);
  }

  /** Libraries that are the same on every machine of a platform. */
  static Libraries of(String folder, int megabytes) {
    return new Libraries(folder, megabytes, Map.of());
  }
}
