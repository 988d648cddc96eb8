/** Edge detection on a picture: the sample of the original system, computed by conv-nd4j. */
package org.conv4j.verify.edges;
