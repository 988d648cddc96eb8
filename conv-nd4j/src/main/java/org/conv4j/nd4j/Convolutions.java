package org.conv4j.nd4j;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.conv4j.ConvProblem;

/**
 * The convolutions of problems met before, so that a program which runs the same layers again and
 * again chooses algorithms once. Safe for use by many threads.
 */
public final class Convolutions {

  /** More problems than any network has; a program with ever-changing sizes starts over. */
  private static final int CAPACITY = 4096;

  private static final Map<ConvProblem, Nd4jConvolution> MET = new ConcurrentHashMap<>();

  private Convolutions() {}

  /** The default {@link Nd4jConvolution} of {@code problem}. */
  public static Nd4jConvolution of(ConvProblem problem) {
    Nd4jConvolution met = MET.get(problem);
    if (met != null) {
      return met;
    }
    if (MET.size() >= CAPACITY) {
      MET.clear();
    }
    Nd4jConvolution made = Nd4jConvolution.of(problem);
    MET.put(problem, made);
    return made;
  }
}
