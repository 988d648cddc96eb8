/**
 * The layer door: DL4J's {@code ConvolutionLayer} and {@code BatchNormalization} computed by
 * conv4j, through the helpers that DL4J asks for on every pass and finds missing in its last
 * release.
 *
 * <p>{@link org.conv4j.nd4j.dl4j.ConvolutionLayerHelper} and {@link
 * org.conv4j.nd4j.dl4j.NormalizationLayerHelper} are those helpers, {@link
 * org.conv4j.nd4j.dl4j.LayerDoor} gives them to every layer a program creates, and {@link
 * org.conv4j.nd4j.dl4j.Conv4j} to the layers of one network.
 */
package org.conv4j.nd4j.dl4j;
