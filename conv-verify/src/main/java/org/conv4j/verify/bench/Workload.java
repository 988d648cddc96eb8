package org.conv4j.verify.bench;

import java.util.List;
import org.conv4j.ConvProblem;

/**
 * Problems that belong together, at one batch size.
 *
 * @param name of the suite
 * @param label for people: the name, and the batch where the suite has no batch of its own
 * @param problems each once
 */
record Workload(String name, String label, List<ConvProblem> problems) {

  Workload {
    problems = List.copyOf(problems);
  }
}
