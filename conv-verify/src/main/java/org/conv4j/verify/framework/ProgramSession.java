package org.conv4j.verify.framework;

import java.util.Map;
import java.util.Set;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.check.Operands;

/**
 * Any program that speaks the protocol. It is asked for results only: timing is not part of what
 * such a program must know.
 *
 * @param program that is asked
 */
record ProgramSession(ChildSession program) implements FrameworkSession {

  @Override
  public FrameworkInfo info() {
    return program.info();
  }

  @Override
  public Map<ConvDirection, Answer> run(
      ConvProblem problem, Operands operands, Set<ConvDirection> directions) {
    return program.run(problem, operands, directions);
  }

  @Override
  public void close() {
    program.close();
  }
}
