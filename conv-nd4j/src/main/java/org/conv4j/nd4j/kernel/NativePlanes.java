package org.conv4j.nd4j.kernel;

import java.nio.ByteBuffer;

/**
 * Where a product writes its result outside the Java heap: each row of the product to a plane of
 * its own.
 *
 * <pre>
 * memory[offset + m * pitch + pixels.targets[i] + lane]
 * </pre>
 *
 * <p>is row {@code m} at pixel {@code pixels.sources[i] + lane}, for the first {@code vectors} of
 * {@code pixels}. Offsets and pitches are in floats.
 *
 * <p>A mutable holder, one per thread.
 */
public final class NativePlanes {
  /** The memory, in the machine's byte order. */
  public ByteBuffer memory;

  /** Where the first plane begins. */
  public int offset;

  /** Distance from one plane to the next. */
  public int pitch;

  /** Which pixels there may be. */
  public PixelVectors pixels;

  /** How many vectors of them there are. */
  public int vectors;

  /** An empty holder. */
  public NativePlanes() {}
}
