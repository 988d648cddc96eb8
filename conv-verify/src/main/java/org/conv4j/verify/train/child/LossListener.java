package org.conv4j.verify.train.child;

import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.ListenerVariables;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Remembers the loss of the last iteration. SameDiff's history of a single batch is empty, and it
 * computes a loss only where somebody asks for it: its gradient does without.
 */
final class LossListener extends BaseListener {

  private final String loss;
  private double last = Double.NaN;

  /**
   * Listens.
   *
   * @param loss name of the variable
   */
  LossListener(String loss) {
    this.loss = loss;
  }

  double last() {
    return last;
  }

  @Override
  public boolean isActive(Operation operation) {
    return operation == Operation.TRAINING;
  }

  @Override
  public ListenerVariables requiredVariables(SameDiff graph) {
    return new ListenerVariables.Builder().trainingVariables(loss).build();
  }

  @Override
  public void iterationDone(SameDiff graph, At at, MultiDataSet data, Loss losses) {
    last = losses.totalLoss();
  }
}
