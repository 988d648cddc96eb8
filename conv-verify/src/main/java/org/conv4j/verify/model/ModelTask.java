package org.conv4j.verify.model;

import java.util.List;

/**
 * What is to be run.
 *
 * @param network file of the network
 * @param input NPY file; null for random numbers
 * @param inputShapes of one example of each input, for random numbers; none for what the network's
 *     file tells
 * @param batch examples, for random numbers
 * @param seed of random numbers
 * @param folder for the operands
 */
record ModelTask(
    String network, String input, List<long[]> inputShapes, long batch, long seed, String folder) {}
