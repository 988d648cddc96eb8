package org.conv4j.verify.selection;

/**
 * How fast an algorithm is at one direction of one problem.
 *
 * @param algorithm its name
 * @param millis the fastest run
 * @param runs that were timed; one where more were not worth it
 */
public record AlgorithmTime(String algorithm, double millis, int runs) {}
