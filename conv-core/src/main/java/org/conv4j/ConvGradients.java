package org.conv4j;

/**
 * The three gradients of one backward call.
 *
 * @param input gradient with respect to the input
 * @param filter gradient with respect to the filter
 * @param bias gradient with respect to the bias; null exactly when the problem has no bias
 * @param <T> the array type
 */
public record ConvGradients<T>(T input, T filter, T bias) {}
