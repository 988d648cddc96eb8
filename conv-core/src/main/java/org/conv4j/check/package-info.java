/**
 * What counts as a right answer: reproducible {@linkplain org.conv4j.check.ConvCase cases}, their
 * data, and the verdict on a result, element by element.
 */
package org.conv4j.check;
