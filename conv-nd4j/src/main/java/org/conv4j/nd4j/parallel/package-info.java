/** The threads that share the work of one call. */
package org.conv4j.nd4j.parallel;
