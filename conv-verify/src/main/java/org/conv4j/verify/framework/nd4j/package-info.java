/** Adapter: ND4J's own convolution ops. */
package org.conv4j.verify.framework.nd4j;
