/**
 * What results owe each other, whoever computed them: relations between a convolution and others
 * that are made of it. No reference takes part; data are integers, so that both sides are equal or
 * wrong.
 */
package org.conv4j.verify.relation;
