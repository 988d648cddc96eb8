/**
 * The op door: an ND4J executioner that computes {@code conv2d} and its relatives with conv4j and
 * leaves every other op to ND4J.
 *
 * <p>{@link org.conv4j.nd4j.ops.ConvExecutioner} is where ND4J comes in, {@link
 * org.conv4j.nd4j.ops.OpDoor} knows the ops, and one class for each family of ops turns a call into
 * convolutions.
 */
package org.conv4j.nd4j.ops;
