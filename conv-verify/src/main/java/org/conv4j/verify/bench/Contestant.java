package org.conv4j.verify.bench;

import org.conv4j.verify.framework.Timing;

/**
 * A framework that takes part.
 *
 * @param id of the framework
 * @param timing to ask it
 */
record Contestant(String id, Timing timing) {}
