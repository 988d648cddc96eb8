package org.conv4j.verify.bench;

import java.util.List;
import java.util.OptionalLong;
import org.conv4j.ConvProblem;

/**
 * Problems that belong together.
 *
 * @param name of the suite
 * @param batch of all of them; empty where they have batches of their own
 * @param problems each once
 */
record Workload(String name, OptionalLong batch, List<ConvProblem> problems) {

  Workload {
    problems = List.copyOf(problems);
  }

  /** For people: the name, and the batch where there is one. */
  String label() {
    return batch.isPresent() ? name + ", batch " + batch.getAsLong() : name;
  }
}
