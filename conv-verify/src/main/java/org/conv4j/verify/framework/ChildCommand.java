package org.conv4j.verify.framework;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How to start a child.
 *
 * @param command program and arguments
 * @param environment added to this process's own
 * @param folder working directory
 */
record ChildCommand(List<String> command, Map<String, String> environment, Path folder) {}
