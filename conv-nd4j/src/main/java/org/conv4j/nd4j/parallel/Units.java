package org.conv4j.nd4j.parallel;

import java.util.function.Function;
import java.util.function.IntConsumer;
import org.conv4j.nd4j.workspace.Workspace;

/** Small units of work, several to a task where there are many. */
public final class Units {

  private static final int TASKS = 64;

  private Units() {}

  /**
   * Computes all units, from 0 on; returns when they are done.
   *
   * @param begin makes, once for each task, what computes a unit
   */
  public static void run(
      Workers workers,
      int units,
      long workspaceBytes,
      Function<Workspace.Frame, IntConsumer> begin) {
    int perTask = Math.max(1, units / Math.max(TASKS, workers.wantedTasks()));
    workers.run(
        (units + perTask - 1) / perTask,
        workspaceBytes,
        (task, frame) -> {
          IntConsumer work = begin.apply(frame);
          int end = Math.min(units, (task + 1) * perTask);
          for (int unit = task * perTask; unit < end; unit++) {
            work.accept(unit);
          }
        });
  }
}
