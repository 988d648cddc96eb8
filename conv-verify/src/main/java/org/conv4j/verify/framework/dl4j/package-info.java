/** Adapter: DL4J's ConvolutionLayer. */
package org.conv4j.verify.framework.dl4j;
