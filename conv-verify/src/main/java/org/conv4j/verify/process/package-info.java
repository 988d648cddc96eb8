/**
 * A child process and the lines it exchanges with its parent. Knows nothing of frameworks: what a
 * line means to a report is decided in {@code framework}. The format is documented for writers of
 * other children in {@code docs/framework-protocol.md}.
 */
package org.conv4j.verify.process;
