package org.conv4j.nd4j.doctor;

/**
 * What was found in a JVM. Everything here was measured, nothing concluded.
 *
 * @param java the JVM
 * @param nd4j ND4J and its native library
 * @param blas what multiplies matrices
 * @param memory limits, in bytes
 * @param idling what idle native threads are told to do
 * @param dl4j null where DL4J is not on the class path
 * @param conv4j conv4j itself
 */
record Facts(
    Java java, Nd4j nd4j, Blas blas, Memory memory, Idling idling, Dl4j dl4j, Conv4j conv4j) {

  /**
   * The JVM and its machine.
   *
   * @param feature major version
   * @param version whole version and vendor
   * @param system operating system and architecture
   * @param processors that the JVM may use
   */
  record Java(int feature, String version, String system, int processors) {}

  /** What a native library was compiled for, or a processor offers, in ND4J's own terms. */
  enum Level {
    /** Another architecture than x86-64. */
    OTHER("another architecture"),
    /** Any x86-64. */
    GENERIC("any x86-64"),
    /** AVX2. */
    AVX2("AVX2"),
    /** AVX-512. */
    AVX512("AVX-512");

    private final String label;

    Level(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }

    /** ND4J's number for it. */
    static Level of(int number) {
      return number >= 0 && number < values().length ? values()[number] : OTHER;
    }
  }

  /**
   * ND4J.
   *
   * @param version of nd4j-api; null if it cannot be told
   * @param backend simple class name
   * @param jar platform and classifier of the native library in use
   * @param compiledFor of the native library
   * @param processor the best that this processor runs
   * @param oneDnnBuiltIn whether the native library has oneDNN
   * @param oneDnnOn whether it may be used
   * @param ompThreads threads of the native library's own loops
   * @param executioner class name
   * @param verbose whether debugging or profiling is switched on, which costs time at every op
   */
  record Nd4j(
      String version,
      String backend,
      String jar,
      Level compiledFor,
      Level processor,
      boolean oneDnnBuiltIn,
      boolean oneDnnOn,
      int ompThreads,
      String executioner,
      boolean verbose) {}

  /**
   * BLAS.
   *
   * @param vendor as ND4J names it
   * @param version of the OpenBLAS presets on the class path; null if it cannot be told
   * @param threads that it may use
   */
  record Blas(String vendor, String version, int threads) {}

  /**
   * Memory, in bytes.
   *
   * @param heap largest Java heap
   * @param offHeap most that JavaCPP hands out beside it
   * @param process most that the process may use before JavaCPP refuses
   * @param machine memory of the machine
   * @param pages how it comes from the system
   */
  record Memory(long heap, long offHeap, long process, long machine, Pages pages) {}

  /**
   * How memory comes from the system.
   *
   * @param hugeOnRequest whether the system gives huge pages to those who ask, and only to them
   * @param mallocAsks whether {@code GLIBC_TUNABLES} makes the C library ask
   */
  record Pages(boolean hugeOnRequest, boolean mallocAsks) {}

  /**
   * Environment variables; null where not set.
   *
   * @param ompWaitPolicy {@code OMP_WAIT_POLICY}
   * @param openBlasTimeout {@code OPENBLAS_THREAD_TIMEOUT}
   */
  record Idling(String ompWaitPolicy, String openBlasTimeout) {}

  /**
   * DL4J.
   *
   * @param version of deeplearning4j-nn; null if it cannot be told
   * @param helpersDisabled the system property that switches helpers off; null if not set
   * @param helper what a fresh ConvolutionLayer is given: class names, its own first and then those
   *     that it extends; null if nothing
   * @param normalizationHelper what a fresh BatchNormalization is given, likewise
   */
  record Dl4j(String version, String helpersDisabled, String helper, String normalizationHelper) {}

  /**
   * conv4j.
   *
   * @param version of conv-nd4j
   * @param opsAllowed whether the settings allow the door of ND4J's ops
   * @param layersAllowed whether the settings allow the door of DL4J's layers
   * @param normalizationAllowed whether they allow it for batch normalisations
   * @param vectorModuleInJdk whether this JDK has the Vector API
   * @param vectorApi whether conv4j uses it
   * @param kernels what its inner loops are
   */
  record Conv4j(
      String version,
      boolean opsAllowed,
      boolean layersAllowed,
      boolean normalizationAllowed,
      boolean vectorModuleInJdk,
      boolean vectorApi,
      String kernels) {}

  /** Whether conv4j computes ND4J's convolution ops. */
  boolean opDoorOpen() {
    return nd4j.executioner().equals("org.conv4j.nd4j.ops.ConvExecutioner");
  }

  /** Whether conv4j computes DL4J's convolution layers. */
  boolean layerDoorOpen() {
    return dl4j != null
        && dl4j.helper() != null
        && dl4j.helper().contains("org.conv4j.nd4j.dl4j.ConvolutionLayerHelper");
  }

  /** Whether conv4j computes DL4J's batch normalisations. */
  boolean normalizationOpen() {
    return dl4j != null
        && dl4j.normalizationHelper() != null
        && dl4j.normalizationHelper().contains("org.conv4j.nd4j.dl4j.NormalizationLayerHelper");
  }
}
