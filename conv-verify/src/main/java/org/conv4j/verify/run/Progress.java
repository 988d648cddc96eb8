package org.conv4j.verify.run;

/** How far a long piece of work is. Closing it ends the display. */
public interface Progress extends AutoCloseable {

  /** One more step is done. */
  void step();

  /** What is being done now, in a few words. */
  default void doing(String what) {}

  @Override
  void close();

  /** Begins a display. */
  @FunctionalInterface
  interface Display {

    /**
     * Begins.
     *
     * @param task what is done, in a word or two
     * @param unit what is counted, plural
     * @param total steps that it takes
     */
    Progress begin(String task, String unit, long total);
  }
}
