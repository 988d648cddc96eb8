package org.conv4j.nd4j.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;
import org.conv4j.nd4j.settings.SystemSettings;

/**
 * The vector width of this JVM: the machine's widest, or what the system property {@code
 * conv4j.vector.bits} says. One width for the whole JVM: shuffles of two widths in one JVM spoil
 * each other's compilation.
 */
final class Species {

  private static final int MACHINE_BITS =
      Math.min(512, Math.max(128, FloatVector.SPECIES_PREFERRED.vectorBitSize()));

  static final VectorSpecies<Float> FLOAT =
      switch (Math.min(MACHINE_BITS, SystemSettings.current().vectorBits())) {
        case 512 -> FloatVector.SPECIES_512;
        case 256 -> FloatVector.SPECIES_256;
        default -> FloatVector.SPECIES_128;
      };

  /** Masks of {@link #FLOAT}, all bits of a lane set or none. */
  static final VectorSpecies<Integer> MASK =
      switch (FLOAT.vectorBitSize()) {
        case 512 -> IntVector.SPECIES_512;
        case 256 -> IntVector.SPECIES_256;
        default -> IntVector.SPECIES_128;
      };

  /** AVX-512 at any width and AArch64 have 32 vector registers; AVX2 and SSE have 16. */
  static final boolean MANY_REGISTERS =
      MACHINE_BITS == 512 || System.getProperty("os.arch").equals("aarch64");

  private Species() {}
}
