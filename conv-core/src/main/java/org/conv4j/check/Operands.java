package org.conv4j.check;

import org.conv4j.Tensor;

/**
 * The data of one case. Every value is representable in the problem's element type.
 *
 * @param input shape of the input
 * @param filter shape of the filter
 * @param bias shape of the bias; null exactly when the problem has none
 * @param outputGradient shape of the output
 */
public record Operands(Tensor input, Tensor filter, Tensor bias, Tensor outputGradient) {}
