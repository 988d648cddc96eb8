/**
 * Proof: the same convolution cases run through every framework, and each element of each result
 * judged. What the packages below share.
 */
package org.conv4j.verify;
