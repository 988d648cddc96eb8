package org.conv4j.nd4j.algorithm;

import org.conv4j.nd4j.settings.SystemSettings;

/**
 * What a plan may use.
 *
 * @param workspaceBytes temporary memory of each thread that takes part, heap and native together;
 *     an algorithm that would need more works in smaller tiles, or refuses. Results depend on it
 *     only through the tiles
 * @param machine what runs the plan
 */
public record Limits(long workspaceBytes, Machine machine) {

  /** What a thread may have where nobody says otherwise. */
  public static final long DEFAULT_WORKSPACE_BYTES = SystemSettings.DEFAULT_WORKSPACE_BYTES;

  /** The least that is accepted. */
  public static final long LEAST_WORKSPACE_BYTES = SystemSettings.LEAST_WORKSPACE_BYTES;

  /**
   * Validates.
   *
   * @throws IllegalArgumentException if the workspace is too small
   */
  public Limits {
    if (workspaceBytes < LEAST_WORKSPACE_BYTES) {
      throw new IllegalArgumentException(
          "workspace is %d bytes: it must be at least %d"
              .formatted(workspaceBytes, LEAST_WORKSPACE_BYTES));
    }
  }
}
