package org.conv4j.verify.cli;

import org.conv4j.verify.framework.SessionSource;
import org.conv4j.verify.run.PlantedBugs;
import org.conv4j.verify.run.Progress;

/**
 * What commands get from outside.
 *
 * @param sessions starts frameworks
 * @param progress shows how far long work is
 * @param bugs tests the checker in every report
 */
record Surroundings(SessionSource sessions, Progress.Display progress, PlantedBugs bugs) {}
