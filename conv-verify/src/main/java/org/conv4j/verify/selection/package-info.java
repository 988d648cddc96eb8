/** Whether conv4j chooses the fastest algorithm: all that it may choose from, timed by turns. */
package org.conv4j.verify.selection;
