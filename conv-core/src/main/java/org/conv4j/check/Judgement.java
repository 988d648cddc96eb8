package org.conv4j.check;

/**
 * The verdict on one result and the element that decided it.
 *
 * @param verdict one of EXACT, PASS, SUSPECT, FAIL, MISTRUSTED
 * @param terms n of the bound: products summed per element
 * @param ratio largest {@code |error| / (u * gauge)}; 0 when every error is 0, infinite when a
 *     gauge is 0 and its error is not
 * @param bound the largest ratio that still passes; 0 in the integer tier
 * @param index of the worst element, one number per axis of the result; null when nothing was
 *     compared (empty, or wrong shape)
 * @param expected the reference's value there; NaN when nothing was compared
 * @param actual the judged value there; NaN when nothing was compared
 * @param reason why, in one sentence; null when the verdict is EXACT or PASS
 */
public record Judgement(
    Verdict verdict,
    long terms,
    double ratio,
    double bound,
    long[] index,
    double expected,
    double actual,
    String reason) {}
