package org.conv4j.check;

/**
 * Steele, Lea and Flood's SplitMix64: a 64-bit counter with step 0x9E3779B97F4A7C15, each value
 * mixed. Written out here because cases must have the same data under every Java version. Not safe
 * for use by several threads.
 */
final class SplitMix64 {

  private static final long STEP = 0x9E3779B97F4A7C15L;

  private long state;

  SplitMix64(long seed) {
    state = seed;
  }

  /** An independent stream: the same seed and number give the same stream. */
  static SplitMix64 stream(long seed, long number) {
    return new SplitMix64(mix(mix(seed) + STEP * (number + 1)));
  }

  long nextLong() {
    state += STEP;
    return mix(state);
  }

  /** Uniform in 0 (inclusive) to {@code bound} (exclusive), which must be positive. */
  long nextLong(long bound) {
    return Math.multiplyHigh(nextLong() >>> 1, bound << 1);
  }

  int nextInt(int bound) {
    return (int) nextLong(bound);
  }

  /** Uniform in 0 (inclusive) to 1 (exclusive), a multiple of 2^-53. */
  double nextDouble() {
    return (nextLong() >>> 11) * 0x1p-53;
  }

  boolean nextBoolean() {
    return nextLong() < 0;
  }

  /** True with the given probability. */
  boolean chance(double probability) {
    return nextDouble() < probability;
  }

  /** Standard normal, by Box and Muller's transformation. */
  double nextGaussian() {
    double radius = Math.sqrt(-2 * StrictMath.log(1 - nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * nextDouble());
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
