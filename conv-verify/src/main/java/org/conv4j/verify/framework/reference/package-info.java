/** Adapter: the plain-Java reference. */
package org.conv4j.verify.framework.reference;
