/**
 * Deliberately wrong convolutions, each wrong in one way: whoever judges frameworks must find every
 * one of them out, by the same comparison that everyone gets.
 */
package org.conv4j.verify.mutant;
