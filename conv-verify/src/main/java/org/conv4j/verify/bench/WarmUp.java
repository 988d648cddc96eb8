package org.conv4j.verify.bench;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.conv4j.ConvProblem;
import org.conv4j.verify.framework.Computation;
import org.conv4j.verify.framework.Timing;

/**
 * Has frameworks run until they get no faster, before they are timed. What runs in a process for
 * the first time, an algorithm for a kind of kernel, is given far longer than later cases of the
 * same: on a Java machine code is compiled while it runs, which takes seconds, whatever a run
 * takes.
 */
final class WarmUp {

  private static final Duration FIRST_SLICE = Duration.ofMillis(250);
  private static final int FIRST_SLICES = 16;

  /** Of a later case's time. */
  private static final int LATER_PART = 3;

  private static final int LATER_SLICES = 4;

  /** A slice faster than this part of the fastest before: still warming up. */
  private static final double STABLE = 0.95;

  /** What takes longer does most of its work in native code, or is compiled within one run. */
  private static final Duration SLOW = Duration.ofSeconds(1);

  private final Set<Code> known = new HashSet<>();

  /** What is compiled together. */
  private record Code(
      String framework, Computation computation, KernelKind kernel, String algorithm) {}

  /**
   * Runs {@code contestant} until it is warm, or its time for that is over.
   *
   * @param checked its run that was checked
   * @param allowance for a case of code that ran before, of which a third may be spent
   * @param slice runs it for so long and gives the times of its runs; empty once it has failed
   */
  void run(
      Contestant contestant,
      ConvProblem problem,
      Computation computation,
      Timing.Checked checked,
      Duration allowance,
      Function<Duration, List<Double>> slice) {
    Code code = new Code(contestant.id(), computation, KernelKind.of(problem), checked.algorithm());
    boolean first = known.add(code);
    if (checked.millis() > SLOW.toMillis() && !first) {
      return;
    }
    Duration span = first ? FIRST_SLICE : allowance.dividedBy((long) LATER_PART * LATER_SLICES);
    int slices = first ? FIRST_SLICES : LATER_SLICES;
    int patience = first ? 3 : 1;
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0, stable = 0; i < slices && stable < patience; i++) {
      List<Double> laps = slice.apply(span);
      if (laps.isEmpty()) {
        return;
      }
      double median = Statistics.median(laps);
      stable = median < STABLE * best ? 0 : stable + 1;
      best = Math.min(best, median);
    }
  }
}
