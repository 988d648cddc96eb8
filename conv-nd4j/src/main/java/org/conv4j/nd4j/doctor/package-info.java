/**
 * What is really running: {@link org.conv4j.nd4j.doctor.Doctor} measures a JVM's facts, says what
 * is wrong with them, and what to do about each.
 */
package org.conv4j.nd4j.doctor;
