/** The speed comparison: what is timed, how, against whom, and how it is told. */
package org.conv4j.verify.bench;
