/** The networks, and what serves them in a JVM of its own. Nothing here knows conv4j's doors. */
package org.conv4j.verify.network.child;
