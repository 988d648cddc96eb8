package org.conv4j.verify.train.child;

import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Copies one variable each time that an iteration computes it. */
final class OutputListener extends BaseListener {

  private final String variable;
  private INDArray last;

  OutputListener(String variable) {
    this.variable = variable;
  }

  /** The values of the last iteration. */
  INDArray last() {
    return last;
  }

  @Override
  public boolean isActive(Operation operation) {
    return operation == Operation.TRAINING;
  }

  @Override
  public void opExecution(
      SameDiff graph,
      At at,
      MultiDataSet batch,
      SameDiffOp op,
      OpContext context,
      INDArray[] outputs) {
    if (op.getOutputsOfOp().contains(variable)) {
      last = outputs[0].dup();
    }
  }
}
