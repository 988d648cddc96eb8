package org.conv4j.verify.selection.child;

import java.util.HashSet;
import java.util.Set;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Extent;
import org.conv4j.nd4j.kernel.KernelProvider;

/**
 * Has algorithms run until they get no faster. One that computes a direction for a kind of kernel
 * for the first time in this process is given longer: its code is compiled meanwhile. Vector
 * kernels that it used are waited for, so that what stands in for them is not what races.
 */
final class WarmUp {

  /** A slice faster than this part of the fastest before: still warming up. */
  private static final double STABLE = 0.95;

  private final Set<Code> known = new HashSet<>();

  /** What is compiled together. */
  private record Code(
      String algorithm, ConvDirection direction, Extent kernel, Extent stride, boolean grouped) {}

  /** How long: slices of so many milliseconds, until some bring nothing or take too long. */
  private record Effort(double slice, int most, int patience, double tooLong) {
    static final Effort FIRST = new Effort(250, 12, 3, 2000);
    static final Effort LATER = new Effort(25, 4, 1, 100);
  }

  /** Runs {@code contender} until it is warm, or was given long enough. */
  void run(Contender contender, ConvProblem problem, ConvDirection direction) {
    Code code =
        new Code(
            contender.algorithm(),
            direction,
            problem.kernel(),
            problem.stride(),
            problem.groups() > 1);
    Effort effort = known.add(code) ? Effort.FIRST : Effort.LATER;
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0, stable = 0; i < effort.most() && stable < effort.patience(); i++) {
      double least = slice(contender, effort.slice());
      KernelProvider.settle();
      stable = least < STABLE * best ? 0 : stable + 1;
      best = Math.min(best, least);
      if (best > effort.tooLong()) {
        return;
      }
    }
  }

  /** The fastest run of a slice, which has at least one. */
  private static double slice(Contender contender, double millis) {
    double least = Double.POSITIVE_INFINITY;
    double spent = 0;
    do {
      double run = contender.run();
      least = Math.min(least, run);
      spent += run;
    } while (spent < millis);
    return least;
  }
}
