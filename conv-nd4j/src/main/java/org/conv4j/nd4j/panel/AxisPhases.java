package org.conv4j.nd4j.panel;

/**
 * An axis with every step taken apart into phases, so that within a phase neighbours read
 * neighbours: destination {@code phase + i * destinationStep} reads source {@code sourcePhase + (i
 * + shift) * sourceStep} for every tap of its phase.
 */
public final class AxisPhases {

  private final int size;
  private final int destinationStep;
  private final int sourceStep;
  private final int[][] taps;
  private final int[][] sourcePhases;
  private final int[][] shifts;
  private final int lowest;
  private final int highest;

  /** The phases of {@code axis}. */
  public AxisPhases(AxisTaps axis) {
    this.size = axis.size();
    this.destinationStep = axis.phases();
    this.sourceStep = size > destinationStep ? axis.base(destinationStep) - axis.base(0) : 1;
    this.taps = new int[destinationStep][];
    this.sourcePhases = new int[destinationStep][];
    this.shifts = new int[destinationStep][];
    int low = Integer.MAX_VALUE;
    int high = Integer.MIN_VALUE;
    for (int phase = 0; phase < destinationStep; phase++) {
      int[] distances = axis.shifts(phase);
      taps[phase] = axis.taps(phase);
      sourcePhases[phase] = new int[distances.length];
      shifts[phase] = new int[distances.length];
      for (int i = 0; i < distances.length; i++) {
        int position = axis.base(phase) + distances[i];
        sourcePhases[phase][i] = Math.floorMod(position, sourceStep);
        shifts[phase][i] = Math.floorDiv(position, sourceStep);
        low = Math.min(low, shifts[phase][i]);
        high = Math.max(high, shifts[phase][i]);
      }
    }
    this.lowest = low <= high ? low : 0;
    this.highest = low <= high ? high : 0;
  }

  /** Positions of the destination. */
  public int size() {
    return size;
  }

  /** Number of phases of the destination, and distance between neighbours in a phase. */
  int destinationStep() {
    return destinationStep;
  }

  /** Number of phases of the source, and distance between neighbours in a phase. */
  public int sourceStep() {
    return sourceStep;
  }

  /** Whether neighbours of the destination read neighbours of the source. */
  boolean inStepsOfOne() {
    return sourceStep == 1 && destinationStep == 1;
  }

  /** The most positions that a destination phase has. */
  int positions() {
    return (size + destinationStep - 1) / destinationStep;
  }

  /** The positions that destination phase {@code phase} has. */
  int positions(int phase) {
    return (size - phase + destinationStep - 1) / destinationStep;
  }

  /** The kernel taps of a destination phase, ascending. */
  int[] taps(int phase) {
    return taps[phase];
  }

  /** For each tap of a destination phase, which source phase it reads. */
  public int[] sourcePhases(int phase) {
    return sourcePhases[phase];
  }

  /** For each tap of a destination phase, how far from the position's own number it reads. */
  public int[] shifts(int phase) {
    return shifts[phase];
  }

  /** The lowest shift. */
  public int lowest() {
    return lowest;
  }

  /** Difference between the highest and the lowest shift. */
  public int reach() {
    return highest - lowest;
  }
}
