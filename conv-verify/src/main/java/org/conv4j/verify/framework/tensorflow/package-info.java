/** Adapter: TensorFlow, through TensorFlow Java. */
package org.conv4j.verify.framework.tensorflow;
