package org.conv4j.verify.framework.liar;

import java.nio.file.Path;
import java.util.List;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;
import org.conv4j.check.Directions;
import org.conv4j.check.Operands;
import org.conv4j.reference.DirectReference;
import org.conv4j.verify.framework.Answer;
import org.conv4j.verify.framework.child.Adapter;
import org.conv4j.verify.framework.child.PreparedCase;
import org.conv4j.verify.process.Protocol;
import org.conv4j.verify.process.Reply;

/**
 * A framework whose results are right, and which works in the arrays that it was given: after an
 * input gradient the last element of one of them has another sign. Its adapter is honest.
 *
 * @param lie which operand it takes for its own
 * @param occasion whether it does so for a problem of that batch
 */
record OverwritingFramework(Lie lie, Occasion occasion) implements Adapter {

  @Override
  public Reply.Hello describe() {
    return new Reply.Hello(Protocol.VERSION, "liar", "unversioned", null, 1, null, null);
  }

  @Override
  public List<Path> libraries() {
    return List.of();
  }

  @Override
  public PreparedCase prepare(ConvProblem problem, Operands operands) {
    DirectReference reference = new DirectReference(problem);
    return new PreparedCase() {
      @Override
      public Answer compute(ConvDirection direction) {
        Tensor result = Directions.compute(reference, direction, operands);
        if (direction == ConvDirection.INPUT_GRADIENT && occasion.includes(problem)) {
          overwrite(operand(operands));
        }
        return new Answer.Computed(result, null, Double.NaN);
      }

      @Override
      public Operands operands() {
        return operands;
      }

      @Override
      public void close() {}
    };
  }

  private Tensor operand(Operands operands) {
    return switch (lie) {
      case OVERWRITES_ITS_INPUT -> operands.input();
      case OVERWRITES_ITS_FILTER -> operands.filter();
      default -> throw new IllegalStateException(lie + " leaves its operands alone");
    };
  }

  private static void overwrite(Tensor tensor) {
    double[] values = tensor.values();
    if (values.length > 0) {
      values[values.length - 1] = -values[values.length - 1];
    }
  }
}
