/**
 * The kernels in the JDK's Vector API. Compiled apart from the rest, because the compiler warns of
 * every use of an incubating module; loaded by name, and only where that module is present.
 */
package org.conv4j.nd4j.kernel.vector;
