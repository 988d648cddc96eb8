package org.conv4j.check;

/** What kind of numbers a case is filled with, and hence how its results are judged. */
public enum Tier {
  /** Small integers, so that every sum is exact in any order: results must be equal. */
  INTEGER("integer"),
  /** Random reals: results must lie within the componentwise error bound. */
  REAL("real"),
  /** NaN, infinities, signed zero, subnormals and near-overflow among ordinary numbers. */
  SPECIAL("special");

  private final String id;

  Tier(String id) {
    this.id = id;
  }

  /** The name in files and on the command line. */
  public String id() {
    return id;
  }

  /**
   * The tier of that name.
   *
   * @throws IllegalArgumentException if there is none; the message lists the names
   */
  public static Tier ofId(String id) {
    for (Tier tier : values()) {
      if (tier.id.equals(id)) {
        return tier;
      }
    }
    throw new IllegalArgumentException(
        "unknown tier '" + id + "': expected integer, real or special");
  }
}
