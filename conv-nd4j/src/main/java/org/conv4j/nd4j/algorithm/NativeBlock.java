package org.conv4j.nd4j.algorithm;

/**
 * Some channels of some images.
 *
 * @param firstImage its number in the batch
 * @param images how many
 * @param firstChannel its number in the image
 * @param channels how many
 */
record NativeBlock(long firstImage, long images, long firstChannel, long channels) {}
