/** The child's side: the loop that serves a parent, and what an adapter supplies to it. */
package org.conv4j.verify.framework.child;
