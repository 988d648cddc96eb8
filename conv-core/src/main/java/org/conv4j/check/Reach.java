package org.conv4j.check;

import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Extent;
import org.conv4j.Operand;

/**
 * Which elements of a result some filter tap reaches: an output that reads at least one input
 * element, an input that at least one output reads, a tap that reads at least one input element.
 * The others are zero (or the bias) whatever the data.
 */
final class Reach {

  private final LogicalAxes axes;
  private final boolean[] rows;
  private final boolean[] columns;
  private final boolean any;

  private Reach(LogicalAxes axes, boolean[] rows, boolean[] columns, boolean any) {
    this.axes = axes;
    this.rows = rows;
    this.columns = columns;
    this.any = any;
  }

  static Reach of(ConvProblem problem, ConvDirection direction) {
    if (direction == ConvDirection.BIAS_GRADIENT) {
      return new Reach(null, null, null, problem.terms(direction) > 0);
    }
    Extent output = problem.outputSize();
    Axis vertical =
        new Axis(
            problem.inputSize().height(),
            output.height(),
            problem.kernel().height(),
            problem.stride().height(),
            problem.dilation().height(),
            problem.sides().top());
    Axis horizontal =
        new Axis(
            problem.inputSize().width(),
            output.width(),
            problem.kernel().width(),
            problem.stride().width(),
            problem.dilation().width(),
            problem.sides().left());
    return new Reach(
        LogicalAxes.of(problem, direction.result()),
        vertical.reached(direction.result()),
        horizontal.reached(direction.result()),
        problem.batch() > 0 && problem.outputChannels() > 0);
  }

  /** Whether a tap reaches the element at that offset of the row-major result. */
  boolean contains(int offset) {
    return any
        && (axes == null || (rows[axes.position(2, offset)] && columns[axes.position(3, offset)]));
  }

  /** One spatial axis: its two axes do not influence each other. */
  private record Axis(
      long input, long output, long kernel, long stride, long dilation, long padding) {

    boolean[] reached(Operand result) {
      boolean[] reached =
          new boolean
              [(int)
                  switch (result) {
                    case OUTPUT -> output;
                    case INPUT_GRADIENT -> input;
                    default -> kernel;
                  }];
      for (int y = 0; y < output; y++) {
        for (int tap = 0; tap < kernel; tap++) {
          long x = y * stride + tap * dilation - padding;
          if (x >= 0 && x < input) {
            int element =
                switch (result) {
                  case OUTPUT -> y;
                  case INPUT_GRADIENT -> (int) x;
                  default -> tap;
                };
            reached[element] = true;
          }
        }
      }
      return reached;
    }
  }
}
