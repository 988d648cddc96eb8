/**
 * What the algorithms on BLAS share: padded planes of the source in native memory, whose shifted
 * views or columns are matrices as BLAS takes them, and the filter as a matrix for each tap.
 */
package org.conv4j.nd4j.plane;
