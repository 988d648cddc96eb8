package org.conv4j.nd4j.ops;

/** This call is not for conv4j; the message says why, in one sentence. */
final class LeftToNd4j extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LeftToNd4j(String reason) {
    super(reason, null, false, false);
  }
}
