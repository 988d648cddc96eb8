/**
 * What a 2-D convolution is: the {@linkplain org.conv4j.ConvProblem problem} and the {@linkplain
 * org.conv4j.Convolution interface}.
 *
 * <p>Throughout, convolution means cross-correlation (the kernel is not flipped), dilation 1 is
 * dense, and padding is four numbers: top, bottom, left, right.
 */
package org.conv4j;
