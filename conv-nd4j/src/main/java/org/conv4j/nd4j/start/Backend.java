package org.conv4j.nd4j.start;

import org.nd4j.linalg.factory.Nd4j;

/** What ND4J computes on. */
final class Backend {

  private static final String CPU = "org.nd4j.linalg.cpu.nativecpu.CpuBackend";

  private Backend() {}

  /** Whether ND4J has chosen its CPU backend, or one derived from it. */
  static boolean isCpu() {
    try {
      return Class.forName(CPU, false, Backend.class.getClassLoader())
          .isInstance(Nd4j.getBackend());
    } catch (ClassNotFoundException absent) {
      return false;
    }
  }
}
