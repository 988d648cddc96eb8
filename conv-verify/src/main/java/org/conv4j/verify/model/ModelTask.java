package org.conv4j.verify.model;

import java.util.List;

/**
 * What is to be run.
 *
 * @param network file of the network
 * @param inputs NPY files, one for each of the network's inputs; none for random numbers
 * @param labels NPY files, one for each of the network's outputs; none for random ones
 * @param inputShapes of one example of each input, for random numbers; none for what the network's
 *     file tells
 * @param batch examples, for random numbers
 * @param seed of random numbers
 * @param layers wanted; none for all
 * @param folder for the operands
 */
record ModelTask(
    String network,
    List<String> inputs,
    List<String> labels,
    List<long[]> inputShapes,
    long batch,
    long seed,
    List<String> layers,
    String folder) {}
