/**
 * The ways to compute a convolution, one file for each, and what they have in common: an {@link
 * org.conv4j.nd4j.algorithm.Algorithm} looks at a problem and answers, direction by direction, with
 * a plan or with the reason why it declines. A plan does arithmetic only; what it is given has been
 * checked.
 */
package org.conv4j.nd4j.algorithm;
