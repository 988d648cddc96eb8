package org.conv4j.verify.network.child;

/** What conv4j says of itself where it is; the class path of stock has nothing of it. */
final class Doors {

  private static final String PASSES = "org.conv4j.nd4j.DoorPasses";

  private Doors() {}

  /** Ops and passes of layers that its doors compute while {@code work} runs. */
  static long passes(Runnable work) {
    long before = passes();
    work.run();
    return passes() - before;
  }

  private static long passes() {
    try {
      return (long) Class.forName(PASSES).getMethod("computed").invoke(null);
    } catch (ClassNotFoundException stock) {
      return 0;
    } catch (ReflectiveOperationException changed) {
      throw new IllegalStateException(PASSES + " no longer counts", changed);
    }
  }
}
