package org.conv4j.nd4j.selection;

import java.util.Arrays;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.Operand;
import org.conv4j.nd4j.algorithm.FilterGradientPlan;
import org.conv4j.nd4j.algorithm.ForwardPlan;
import org.conv4j.nd4j.algorithm.InputGradientPlan;
import org.conv4j.nd4j.kernel.KernelProvider;
import org.conv4j.nd4j.workspace.DenseArray;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Times plans of one direction of a problem, on arrays of its own. */
final class PlanTimer implements AutoCloseable {

  /** Calls, or the time, after which compiled code is expected to be at its best. */
  private static final int WARM_CALLS = 30;

  private static final long WARM_NANOS = 200_000_000;
  private static final int CALLS = 5;
  private static final double MILLION = 1e6;

  private final ConvProblem problem;
  private final DenseArray input;
  private final DenseArray filter;
  private final DenseArray bias;
  private final DenseArray outputGradient;
  private final DenseArray result;

  PlanTimer(ConvProblem problem, ConvDirection direction) {
    this.problem = problem;
    this.input = array(Operand.INPUT);
    this.filter = array(Operand.FILTER);
    this.bias = problem.bias() ? array(Operand.BIAS) : null;
    this.outputGradient = array(Operand.OUTPUT_GRADIENT);
    this.result = array(direction.result());
  }

  /** The median of a few calls, in milliseconds. */
  double millis(Object plan) {
    run(plan);
    KernelProvider.settle();
    long start = System.nanoTime();
    for (int i = 0; i < WARM_CALLS && System.nanoTime() - start < WARM_NANOS; i++) {
      run(plan);
    }
    double[] times = new double[CALLS];
    for (int i = 0; i < CALLS; i++) {
      long before = System.nanoTime();
      run(plan);
      times[i] = (System.nanoTime() - before) / MILLION;
    }
    Arrays.sort(times);
    return times[CALLS / 2];
  }

  private void run(Object plan) {
    if (plan instanceof ForwardPlan forward) {
      forward.execute(input, filter, bias, result);
    } else if (plan instanceof InputGradientPlan gradient) {
      gradient.execute(filter, outputGradient, result);
    } else if (plan instanceof FilterGradientPlan gradient) {
      gradient.execute(input, outputGradient, result);
    } else {
      throw new IllegalArgumentException("not timed: " + plan.getClass());
    }
  }

  @Override
  public void close() {
    for (DenseArray array : new DenseArray[] {input, filter, bias, outputGradient, result}) {
      if (array != null) {
        array.array().close();
      }
    }
  }

  /** Values matter little, as long as they are neither subnormal nor NaN. */
  private DenseArray array(Operand operand) {
    DataType type = problem.elementType() == ElementType.FLOAT64 ? DataType.DOUBLE : DataType.FLOAT;
    INDArray array = Nd4j.createUninitializedDetached(type, 'c', operand.shape(problem));
    array.assign(1);
    return DenseArray.of(array);
  }
}
