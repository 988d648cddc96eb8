package org.conv4j.nd4j.dl4j;

/**
 * Answers, under the name of a class that ND4J no longer has, DL4J's question whether oneDNN may be
 * used by its other helpers: no, as if the class were missing, but without an error in the log.
 */
public final class OneDnnTemplate {

  private static final OneDnnTemplate INSTANCE = new OneDnnTemplate();

  private OneDnnTemplate() {}

  /** The one instance. */
  public static OneDnnTemplate getInstance() {
    return INSTANCE;
  }

  /** No. */
  public boolean isUseMKLDNN() {
    return false;
  }
}
