package org.conv4j.nd4j.gemm;

import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Matrix products by ND4J's own: for backends whose arrays cannot be reached by address. */
final class Nd4jProduct implements MatrixProduct {

  @Override
  @SuppressWarnings("try")
  public void multiply(Matrix a, Matrix b, boolean accumulate, Matrix c) {
    try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      INDArray product = a.array().mmul(b.array());
      if (accumulate) {
        c.array().addi(product);
      } else {
        c.array().assign(product);
      }
      product.close();
    }
  }

  @Override
  public void close() {}
}
