/**
 * The layer door: DL4J's {@code ConvolutionLayer} computed by conv4j, through the helper that DL4J
 * asks for on every pass and finds missing in its last release.
 *
 * <p>{@link org.conv4j.nd4j.dl4j.ConvolutionLayerHelper} is that helper, {@link
 * org.conv4j.nd4j.dl4j.LayerDoor} gives it to every layer a program creates, and {@link
 * org.conv4j.nd4j.dl4j.Conv4j} to the layers of one network.
 */
package org.conv4j.nd4j.dl4j;
