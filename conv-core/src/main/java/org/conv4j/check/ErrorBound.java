package org.conv4j.check;

/**
 * How large the ratio r = |error| / (u * gauge) of an honest evaluation of a sum of {@code terms}
 * products may be.
 *
 * <p>{@code terms + 2} is the deterministic bound of any order of summation (Higham, Accuracy and
 * Stability of Numerical Algorithms, chapter 3); a multiple of {@code sqrt(terms)} is what rounding
 * errors of random sign reach (Higham and Mary 2019). The gauge is the same sum over absolute
 * values, u the unit roundoff.
 *
 * @param terms products summed, the bias counted as one; 0 or more
 * @param pass largest ratio of a PASS
 * @param hard largest ratio of a SUSPECT; above it is a FAIL
 */
public record ErrorBound(long terms, double pass, double hard) {

  /** {@code pass}, as a report's header states it. */
  public static final String PASS_FORMULA = "min(hard, max(4, 2*sqrt(n)))";

  /** {@code hard}, as a report's header states it. */
  public static final String HARD_FORMULA = "min(n + 2, max(9, 7*sqrt(n)))";

  /** The bound for sums of that many terms. */
  public static ErrorBound of(long terms) {
    double root = Math.sqrt(terms);
    double hard = Math.min(terms + 2.0, Math.max(9, 7 * root));
    return new ErrorBound(terms, Math.min(hard, Math.max(4, 2 * root)), hard);
  }
}
