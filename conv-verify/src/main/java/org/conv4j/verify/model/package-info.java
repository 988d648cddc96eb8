/** The check of a user's own network: its convolutions on the operands that they really have. */
package org.conv4j.verify.model;
