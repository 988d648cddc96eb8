/** The convolutions inside a network of DL4J, each as a problem with its data. */
package org.conv4j.network;
