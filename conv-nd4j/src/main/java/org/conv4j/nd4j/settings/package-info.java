/** What a program's user sets for the whole JVM, by system properties. */
package org.conv4j.nd4j.settings;
