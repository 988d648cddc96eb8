/**
 * How conv4j comes into programs that never heard of it: {@link
 * org.conv4j.nd4j.start.StartupService} runs when ND4J starts.
 */
package org.conv4j.nd4j.start;
