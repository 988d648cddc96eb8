package org.conv4j.verify.framework.pytorch;

import ai.djl.ndarray.NDArray;

/**
 * Operands with PyTorch's order of axes.
 *
 * @param input axes N, C, H, W
 * @param filter axes O, I, H, W
 * @param bias null exactly when the problem has none
 * @param outputGradient axes N, C, H, W
 */
record PyTorchOperands(NDArray input, NDArray filter, NDArray bias, NDArray outputGradient) {

  /** The same in a memory format. */
  PyTorchOperands in(MemoryFormat format) {
    return new PyTorchOperands(
        format.copy(input), format.copy(filter), bias, format.copy(outputGradient));
  }
}
