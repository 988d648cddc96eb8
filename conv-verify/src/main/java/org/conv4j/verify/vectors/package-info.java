/**
 * Published test vectors: convolutions whose operands and results others wrote down as JSON, run
 * through a framework and compared.
 */
package org.conv4j.verify.vectors;
