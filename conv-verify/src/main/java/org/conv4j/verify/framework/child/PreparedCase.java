package org.conv4j.verify.framework.child;

import java.util.EnumSet;
import java.util.Set;
import org.conv4j.ConvDirection;
import org.conv4j.check.Operands;
import org.conv4j.verify.framework.Answer;
import org.conv4j.verify.framework.Computation;

/** One case in a framework's own arrays. */
public interface PreparedCase extends TimedCase {

  /**
   * Computes one direction. May throw anything: that is the framework's answer, too.
   *
   * @return {@link Answer.Computed} or {@link Answer.Declined}
   */
  Answer compute(ConvDirection direction);

  /**
   * The operands, in the problem's layouts, as the framework has left them: read back from the
   * arrays that it was given, not from what those were made of. Asked after each result.
   */
  Operands operands();

  /**
   * The directions, {@code direction} among them, that are computed by the same call of the
   * framework: if it kills the process, all of them are known to.
   */
  default Set<ConvDirection> together(ConvDirection direction) {
    return EnumSet.of(direction);
  }

  /** A case that the framework cannot express, whatever the direction. */
  static PreparedCase declined(String reason) {
    return new PreparedCase() {
      @Override
      public Answer compute(ConvDirection direction) {
        return new Answer.Declined(reason);
      }

      @Override
      public Operands operands() {
        throw new IllegalStateException("nothing was computed: " + reason);
      }

      @Override
      public Repeatable repeatable(Computation computation) {
        return new Repeatable.Declined(reason);
      }

      @Override
      public void close() {}
    };
  }
}
