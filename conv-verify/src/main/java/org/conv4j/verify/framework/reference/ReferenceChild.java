package org.conv4j.verify.framework.reference;

import java.util.List;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;
import org.conv4j.check.Operands;
import org.conv4j.reference.DirectReference;
import org.conv4j.verify.framework.Answer;
import org.conv4j.verify.framework.child.Adapter;
import org.conv4j.verify.framework.child.ChildLoop;
import org.conv4j.verify.framework.child.PreparedCase;
import org.conv4j.verify.framework.child.Timed;
import org.conv4j.verify.process.Protocol;
import org.conv4j.verify.process.Reply;

/** The direct reference as a framework. It computes in float64 on one thread. */
public final class ReferenceChild implements Adapter {

  private static final String ALGORITHM = "direct loops";

  private ReferenceChild() {}

  /** Serves a parent process. */
  public static void main(String[] arguments) {
    ChildLoop.serve(threads -> new ReferenceChild());
  }

  @Override
  public Reply.Hello describe() {
    return new Reply.Hello(
        Protocol.VERSION,
        "conv4j reference",
        "Java " + Runtime.version(),
        List.of(),
        1,
        null,
        null);
  }

  @Override
  public PreparedCase prepare(ConvProblem problem, Operands operands) {
    DirectReference reference = new DirectReference(problem);
    return new PreparedCase() {
      @Override
      public Answer compute(ConvDirection direction) {
        Timed<Tensor> result =
            Timed.call(
                () ->
                    switch (direction) {
                      case FORWARD ->
                          reference.forward(operands.input(), operands.filter(), operands.bias());
                      case INPUT_GRADIENT ->
                          reference.inputGradient(operands.filter(), operands.outputGradient());
                      case FILTER_GRADIENT ->
                          reference.filterGradient(operands.input(), operands.outputGradient());
                      case BIAS_GRADIENT -> reference.biasGradient(operands.outputGradient());
                    });
        return new Answer.Computed(result.value(), ALGORITHM, result.millis());
      }

      @Override
      public void close() {}
    };
  }
}
