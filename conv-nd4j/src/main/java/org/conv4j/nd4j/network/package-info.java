/**
 * Networks that DL4J saved: {@link org.conv4j.nd4j.network.SavedNetwork} reads a file, {@link
 * org.conv4j.nd4j.network.NetworkTrace} tells what convolutions the network computes, and on what.
 */
package org.conv4j.nd4j.network;
