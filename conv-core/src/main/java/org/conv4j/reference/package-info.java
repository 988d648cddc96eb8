/**
 * The plain-Java reference: convolution in float64, written to be read. {@link
 * org.conv4j.reference.DirectReference} follows the definition; the other classes are independent
 * of it and must agree.
 */
package org.conv4j.reference;
