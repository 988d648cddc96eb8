package org.conv4j.nd4j.kernel;

/**
 * Lines of pixels as vectors: where each vector begins in a source and in a target. Where a line is
 * no multiple of a vector, its last vector begins earlier, and meets some pixels again.
 *
 * @param sources where each vector begins in the source, from the first pixel on
 * @param targets where it begins in the target
 * @param perLine vectors of a line
 */
public record PixelVectors(int[] sources, int[] targets, int perLine) {

  /**
   * The vectors of some lines, line after line.
   *
   * @param pixels of a line; a vector at least
   * @param sourcePitch distance from one line to the next in the source
   * @param targetPitch distance from one line to the next in the target
   * @param lanes pixels of a vector
   */
  public static PixelVectors of(
      int lines, int pixels, int sourcePitch, int targetPitch, int lanes) {
    int perLine = (pixels + lanes - 1) / lanes;
    int[] sources = new int[lines * perLine];
    int[] targets = new int[lines * perLine];
    for (int i = 0; i < sources.length; i++) {
      int line = i / perLine;
      int x = Math.min(i % perLine * lanes, pixels - lanes);
      sources[i] = line * sourcePitch + x;
      targets[i] = line * targetPitch + x;
    }
    return new PixelVectors(sources, targets, perLine);
  }
}
