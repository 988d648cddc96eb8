package org.conv4j.verify.framework;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.conv4j.Tensor;

/** What came back for one case and direction. */
public sealed interface Answer {

  /** Names that a framework makes up anew each time, as ND4J does for its ops. */
  Pattern MADE_UP = Pattern.compile("\\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b");

  /**
   * What {@code answer} says, in a few words, which are the same when the same happens again:
   * made-up names are left out.
   */
  static String explain(Answer answer) {
    if (answer instanceof Computed computed) {
      return "a result of shape " + Arrays.toString(computed.value().shape());
    }
    if (answer instanceof Altered altered) {
      return "changed its operands: " + String.join("; ", altered.changes());
    }
    if (answer instanceof Declined declined) {
      return "declined: " + declined.reason();
    }
    if (answer instanceof Failed failed) {
      return MADE_UP.matcher(failed.text()).replaceAll("...");
    }
    if (answer instanceof Crashed crashed) {
      return "its process died: " + crashed.text();
    }
    if (answer instanceof Hung hung) {
      return "no answer: " + hung.text();
    }
    throw new IllegalStateException("no such answer: " + answer);
  }

  /**
   * A result.
   *
   * @param value in the problem's layout; float32 results widened without change
   * @param algorithm what computed it, as the framework tells; null where it does not
   * @param millis time the framework took, without transfer
   */
  record Computed(Tensor value, String algorithm, double millis) implements Answer {}

  /**
   * A result, for which the framework changed what it was computed from.
   *
   * @param computed the result
   * @param changes each in a few words that begin with the operand's name; at least one
   */
  record Altered(Computed computed, List<String> changes) implements Answer {

    /** Keeps a copy. */
    public Altered {
      changes = List.copyOf(changes);
    }
  }

  /**
   * The framework cannot express the problem.
   *
   * @param reason in one sentence
   */
  record Declined(String reason) implements Answer {}

  /**
   * The framework threw an exception, or answered with something that is no result.
   *
   * @param text the exception's class and message
   */
  record Failed(String text) implements Answer {}

  /**
   * The framework's process died.
   *
   * @param text signal or exit code, and the last line of its error output
   */
  record Crashed(String text) implements Answer {}

  /**
   * No answer within the limit; the process was killed.
   *
   * @param text the limit
   */
  record Hung(String text) implements Answer {}
}
