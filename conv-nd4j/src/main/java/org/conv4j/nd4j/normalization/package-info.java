/**
 * Batch normalisation and its gradients on dense arrays, in as few ways through memory as the
 * definition allows. {@link org.conv4j.nd4j.normalization.BatchNormalizer} is the definition;
 * sections are what it is computed on, lanes how.
 */
package org.conv4j.nd4j.normalization;
