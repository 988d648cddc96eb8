/** The only door to BLAS, and to its process-wide number of threads. */
package org.conv4j.nd4j.gemm;
