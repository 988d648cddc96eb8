/**
 * What the blocked algorithms share: the geometry of a convolution as positions and offsets, and
 * the way of its operands between native memory and the panels in Java arrays that the kernels work
 * on.
 */
package org.conv4j.nd4j.panel;
