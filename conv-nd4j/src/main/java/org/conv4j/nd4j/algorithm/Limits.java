package org.conv4j.nd4j.algorithm;

/**
 * What a plan may use.
 *
 * @param workspaceBytes temporary memory of each thread that takes part, heap and native together;
 *     an algorithm that would need more works in smaller tiles, or refuses. Results depend on it
 *     only through the tiles
 * @param machine what runs the plan
 */
public record Limits(long workspaceBytes, Machine machine) {

  /** 8 MiB: enough for tiles of any network's layers, small enough to have in every thread. */
  public static final long DEFAULT_WORKSPACE_BYTES = 8L << 20;

  /** The least that is accepted: 64 KiB. */
  public static final long LEAST_WORKSPACE_BYTES = 64L << 10;

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
