package org.conv4j.verify.edges;

/**
 * What the two filters answered, row by row from the top.
 *
 * @param width of each map
 * @param height of each map
 * @param horizontal strength of horizontal edges
 * @param vertical strength of vertical edges
 * @param shareOfBound largest error against the plain-Java reference, as a share of the largest
 *     that passes
 */
record EdgeMaps(int width, int height, float[] horizontal, float[] vertical, double shareOfBound) {}
