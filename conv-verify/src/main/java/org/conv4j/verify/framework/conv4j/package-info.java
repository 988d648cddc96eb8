/** Adapter: conv-nd4j. */
package org.conv4j.verify.framework.conv4j;
