/** What trains, in a JVM of its own. Nothing here knows conv4j's doors. */
package org.conv4j.verify.train.child;
