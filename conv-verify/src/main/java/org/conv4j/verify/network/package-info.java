/** Whole networks, timed without conv4j and through each of its doors. */
package org.conv4j.verify.network;
