/** Assertions that convolutions are right, for users' own tests. */
package org.conv4j.junit;
