package org.conv4j.verify.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Round numbers for axes. */
final class Ticks {

  /** Where powers of ten alone are enough. */
  private static final double MANY_DECADES = 200;

  private Ticks() {}

  /** A step of 1, 2 or 5 times a power of ten that divides {@code most} into about that many. */
  static double step(double most, int wanted) {
    double raw = most / wanted;
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double digit = raw / power;
    return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
  }

  /** Powers of ten from {@code low} to {@code high}; also twice and five times those, if few. */
  static List<Double> logarithmic(double low, double high) {
    List<Double> digits = high / low < MANY_DECADES ? List.of(1.0, 2.0, 5.0) : List.of(1.0);
    List<Double> ticks = new ArrayList<>();
    for (double power = Math.pow(10, Math.floor(Math.log10(low))); power <= high; power *= 10) {
      for (double digit : digits) {
        if (digit * power >= low && digit * power <= high) {
          ticks.add(digit * power);
        }
      }
    }
    return ticks;
  }

  /** As short as it can be. */
  static String label(double value) {
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.3g", value).replaceAll("0+$", "");
  }
}
