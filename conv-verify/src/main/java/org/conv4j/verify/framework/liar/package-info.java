/** A framework that lies, in a process of its own: whoever talks to frameworks must find it out. */
package org.conv4j.verify.framework.liar;
