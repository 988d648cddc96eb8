package org.conv4j.verify.cli;

import org.conv4j.verify.framework.SessionSource;
import org.conv4j.verify.run.Progress;

/**
 * What commands get from outside.
 *
 * @param sessions starts frameworks
 * @param progress shows how far long work is
 */
record Surroundings(SessionSource sessions, Progress.Display progress) {}
