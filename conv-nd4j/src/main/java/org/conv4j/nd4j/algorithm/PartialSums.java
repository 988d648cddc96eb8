package org.conv4j.nd4j.algorithm;

import org.conv4j.ElementType;
import org.conv4j.nd4j.gemm.Gemm;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.DenseArray;

/** Sums that parts of a batch have made, each in memory of its own. */
final class PartialSums {

  private static final int TASKS = 8;

  private PartialSums() {}

  /** Adds all to the first, in order, {@code count} elements of each. */
  static void add(Gemm gemm, Limits limits, ElementType type, long count, DenseArray[] sums) {
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
