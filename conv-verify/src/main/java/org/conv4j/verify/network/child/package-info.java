/**
 * The networks, and what serves them in a JVM of its own. Nothing here needs conv4j, or opens its
 * doors.
 */
package org.conv4j.verify.network.child;
