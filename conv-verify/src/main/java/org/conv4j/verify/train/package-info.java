/** LeNet on handwritten digits, trained by ND4J and DL4J alone and through each door of conv4j. */
package org.conv4j.verify.train;
