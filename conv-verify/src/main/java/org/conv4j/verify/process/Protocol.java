package org.conv4j.verify.process;

/** Numbers that both ends of a channel agree on. */
public final class Protocol {

  /** The version that this parent speaks; a child that names another is not asked anything. */
  public static final int VERSION = 1;

  private Protocol() {}
}
