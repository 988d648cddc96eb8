package org.conv4j.verify.framework.dl4j;

import org.conv4j.ConvDirection;

/** Who computes the passes of DL4J's layers: DL4J itself, or somebody behind a door. */
interface Attribution {

  /** Passes that the door has computed so far; never changes where there is no door. */
  long passes();

  /** By what the door computes {@code direction}; asked only after it has computed a pass. */
  String algorithm(ConvDirection direction);

  /** Stock DL4J: there is no door. */
  record Stock() implements Attribution {
    @Override
    public long passes() {
      return 0;
    }

    @Override
    public String algorithm(ConvDirection direction) {
      throw new IllegalStateException("stock DL4J has no door");
    }
  }
}
