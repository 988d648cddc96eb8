/** The command line: one class for each command, each a thin shell around a run. */
package org.conv4j.verify.cli;
