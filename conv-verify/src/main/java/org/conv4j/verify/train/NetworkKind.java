package org.conv4j.verify.train;

import java.util.Arrays;

/** How a program on ND4J may write LeNet down. */
public enum NetworkKind {
  /** As layers of DL4J. */
  DL4J("dl4j", "DL4J's layers"),
  /** As a graph of ND4J's ops. */
  SAMEDIFF("samediff", "SameDiff");

  private final String id;
  private final String title;

  NetworkKind(String id, String title) {
    this.id = id;
    this.title = title;
  }

  /** Its name in files. */
  public String id() {
    return id;
  }

  /** Its name for people. */
  public String title() {
    return title;
  }

  /** The kind of that name. */
  static NetworkKind ofId(String id) {
    return Arrays.stream(values()).filter(kind -> kind.id.equals(id)).findFirst().orElseThrow();
  }
}
