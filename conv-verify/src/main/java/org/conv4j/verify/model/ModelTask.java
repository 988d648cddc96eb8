package org.conv4j.verify.model;

/**
 * What is to be run.
 *
 * @param network file of the network
 * @param input NPY file; null for random numbers
 * @param inputShape of one example, for random numbers; null for what the network's file tells
 * @param batch examples, for random numbers
 * @param seed of random numbers
 * @param folder for the operands
 */
record ModelTask(
    String network, String input, long[] inputShape, long batch, long seed, String folder) {}
