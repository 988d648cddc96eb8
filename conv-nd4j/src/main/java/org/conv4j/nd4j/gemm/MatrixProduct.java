package org.conv4j.nd4j.gemm;

/** Products of matrices that lie in arrays, in whatever way the machine offers. */
public interface MatrixProduct extends AutoCloseable {

  /**
   * Opens the door that this machine has.
   *
   * @param addressable whether arrays can be reached by address, so that BLAS is called directly
   */
  static MatrixProduct open(boolean addressable) {
    return addressable ? Gemm.open() : new Nd4jProduct();
  }

  /**
   * {@code c = a * b}, or {@code c += a * b} where {@code accumulate}. The sizes must fit; c must
   * share memory with neither.
   */
  void multiply(Matrix a, Matrix b, boolean accumulate, Matrix c);

  @Override
  void close();
}
