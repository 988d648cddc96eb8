package org.conv4j.verify.process;

import java.time.Duration;

/** What came, or did not come, from a child. */
public sealed interface Heard {

  /**
   * A message.
   *
   * @param reply what it says
   */
  record Message(Reply reply) implements Heard {}

  /**
   * A line that is no message.
   *
   * @param text the beginning of it, and why it is none
   */
  record Garbage(String text) implements Heard {}

  /**
   * The child exited.
   *
   * @param text its signal or exit code, and what it said last on standard error
   */
  record Death(String text) implements Heard {}

  /**
   * Nothing came in time.
   *
   * @param limit how long was waited
   */
  record Silence(Duration limit) implements Heard {}
}
