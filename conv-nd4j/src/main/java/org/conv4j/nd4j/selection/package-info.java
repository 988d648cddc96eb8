/**
 * Which algorithm computes which direction of a problem, and why none of the others: an ordered
 * table, and the choice it leads to.
 */
package org.conv4j.nd4j.selection;
