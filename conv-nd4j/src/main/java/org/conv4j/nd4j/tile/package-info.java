/**
 * Winograd's convolutions without vectors of one's own: an element of many transformed tiles is a
 * line of numbers, lines are combined by loops that the compiler turns into vectors, and the
 * products are BLAS's.
 */
package org.conv4j.nd4j.tile;
