/**
 * Arithmetic on Java arrays, behind one interface with two providers: one in plain Java, one in the
 * JDK's Vector API ({@code org.conv4j.nd4j.kernel.vector}), which is used where the module {@code
 * jdk.incubator.vector} is present. Nothing here knows ND4J.
 */
package org.conv4j.nd4j.kernel;
