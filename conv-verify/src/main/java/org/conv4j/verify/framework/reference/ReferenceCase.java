package org.conv4j.verify.framework.reference;

import java.util.EnumMap;
import java.util.Map;
import org.conv4j.ConvDirection;
import org.conv4j.Tensor;
import org.conv4j.check.Directions;
import org.conv4j.check.Operands;
import org.conv4j.reference.DirectReference;
import org.conv4j.verify.framework.Answer;
import org.conv4j.verify.framework.Computation;
import org.conv4j.verify.framework.child.PreparedCase;
import org.conv4j.verify.framework.child.Repeatable;
import org.conv4j.verify.framework.child.Timed;

/** One case of the direct reference. */
final class ReferenceCase implements PreparedCase {

  private static final String ALGORITHM = "direct loops";

  private final DirectReference reference;
  private final Operands operands;

  ReferenceCase(DirectReference reference, Operands operands) {
    this.reference = reference;
    this.operands = operands;
  }

  @Override
  public Answer compute(ConvDirection direction) {
    Timed<Tensor> result = Timed.call(() -> Directions.compute(reference, direction, operands));
    return new Answer.Computed(result.value(), ALGORITHM, result.millis());
  }

  @Override
  public Operands operands() {
    return operands;
  }

  @Override
  public Repeatable repeatable(Computation computation) {
    Map<ConvDirection, Tensor> results = new EnumMap<>(ConvDirection.class);
    return new Repeatable.Call() {
      @Override
      public String algorithm() {
        return ALGORITHM;
      }

      @Override
      public void run() {
        for (ConvDirection direction : computation.directions(reference.problem())) {
          results.put(direction, Directions.compute(reference, direction, operands));
        }
      }

      @Override
      public Tensor result(ConvDirection direction) {
        return results.get(direction);
      }

      @Override
      public void discard() {
        results.clear();
      }
    };
  }

  @Override
  public void close() {}
}
