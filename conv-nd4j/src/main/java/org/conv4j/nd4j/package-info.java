/**
 * Convolution on ND4J arrays: {@link org.conv4j.nd4j.Nd4jConvolution} checks the arrays and hands
 * them, dense and in the problem's own layout, to the plan that the selection chose.
 *
 * <p>The packages below it: {@code algorithm} (one file for each way to compute), {@code selection}
 * (which one, and why not the others), {@code gemm} (the only door to BLAS), {@code workspace} (the
 * only door to native and temporary memory), {@code parallel} (the worker threads).
 */
package org.conv4j.nd4j;
