package org.conv4j.nd4j.ops;

import java.util.List;
import org.conv4j.ElementType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The call of an op as the executioner sees it.
 *
 * @param inputs operands, in the op's order; never modified
 * @param outputs arrays that receive the results, possibly strided views
 * @param arguments the op's integer arguments
 */
record OpCall(List<INDArray> inputs, List<INDArray> outputs, List<Long> arguments) {

  INDArray input(int index) {
    return inputs.get(index);
  }

  INDArray output(int index) {
    return outputs.get(index);
  }

  INDArray lastInput() {
    return inputs.get(inputs.size() - 1);
  }

  ElementType elementType() {
    return OpArrays.elementType(inputs, outputs);
  }

  /**
   * Refuses another number of inputs than the op has.
   *
   * @throws LeftToNd4j if there are too few or too many
   */
  void expectInputs(int least, int most) {
    if (inputs.size() < least || inputs.size() > most) {
      throw new LeftToNd4j("%d inputs, expected %d to %d".formatted(inputs.size(), least, most));
    }
  }

  /**
   * Refuses fewer outputs than the op has.
   *
   * @throws LeftToNd4j if there are too few
   */
  void expectOutputs(int least) {
    if (outputs.size() < least) {
      throw new LeftToNd4j("%d outputs, expected %d".formatted(outputs.size(), least));
    }
  }
}
