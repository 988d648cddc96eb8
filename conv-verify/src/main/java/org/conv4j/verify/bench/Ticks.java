package org.conv4j.verify.bench;

import java.util.Locale;

/** Round numbers for axes. */
final class Ticks {

  private Ticks() {}

  /** A step of 1, 2 or 5 times a power of ten that divides {@code most} into about that many. */
  static double step(double most, int wanted) {
    double raw = most / wanted;
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double digit = raw / power;
    return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
  }

  /** As short as it can be. */
  static String label(double value) {
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.3g", value).replaceAll("0+$", "");
  }
}
