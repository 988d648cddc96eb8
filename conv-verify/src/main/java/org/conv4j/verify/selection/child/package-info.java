/** Times algorithms of conv4j against each other, in one JVM. */
package org.conv4j.verify.selection.child;
