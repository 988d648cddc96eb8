package org.conv4j.nd4j.algorithm;

import org.conv4j.ElementType;
import org.conv4j.nd4j.gemm.Gemm;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.DenseArray;
import org.conv4j.nd4j.workspace.Workspace;

/** Sums that parts of a batch have made, each in memory of its own. */
final class PartialSums {

  private static final int TASKS = 8;

  private PartialSums() {}

  /**
   * Memory for the sums of {@code parts} parts, {@code count} elements of each.
   *
   * @param first where those of the first part are
   * @param restOfTask elements that the calling thread takes of its workspace besides
   */
  static DenseArray[] take(
      Workspace.Frame frame, DenseArray first, int parts, long count, long restOfTask) {
    DenseArray[] sums = new DenseArray[parts];
    sums[0] = first;
    for (int part = 1; part < parts; part++) {
      sums[part] =
          frame.elements(first.elementType(), count, (parts - 1 - part) * count + restOfTask);
    }
    return sums;
  }

  /** Adds all to the first, in order, {@code count} elements of each. */
  static void add(Gemm gemm, Limits limits, long count, DenseArray[] sums) {
    ElementType type = sums[0].elementType();
    Workers.shared()
        .run(
            sums.length == 1 ? 0 : TASKS,
            limits.workspaceBytes(),
            (task, workspace) -> {
              long from = count * task / TASKS;
              long here = count * (task + 1) / TASKS - from;
              for (int part = 1; part < sums.length; part++) {
                gemm.add(
                    type,
                    here,
                    sums[part].address() + from * type.bytes(),
                    sums[0].address() + from * type.bytes());
              }
            });
  }
}
