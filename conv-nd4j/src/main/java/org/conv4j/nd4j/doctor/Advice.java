package org.conv4j.nd4j.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A problem and what to do about it.
 *
 * @param id short and stable, for scripts
 * @param problem what was found, one sentence
 * @param remedy what to do, one sentence
 */
record Advice(String id, String problem, String remedy) {

  private static final String RELEASE = "1.0.0-M2.1";
  private static final String OPENBLAS = "0.3.19-1.5.7";
  private static final long GIBIBYTE = 1L << 30;
  private static final int NATIVE_ACCESS_WARNS_SINCE = 24;

  /** A check of some facts; null where nothing is wrong. */
  @FunctionalInterface
  private interface Check {
    Advice of(Facts facts);
  }

  private static final List<Check> CHECKS =
      List.of(
          Advice::otherBackend,
          Advice::opDoorClosed,
          Advice::layerDoorClosed,
          Advice::normalizationClosed,
          Advice::noVectorApi,
          Advice::jarBelowProcessor,
          Advice::jarAboveProcessor,
          Advice::oneDnnDefects,
          Advice::otherReleases,
          Advice::otherBlas,
          Advice::tooManyThreads,
          Advice::oneThread,
          Advice::spinning,
          Advice::smallPages,
          Advice::smallOffHeap,
          Advice::moreThanTheMachineHas,
          Advice::verboseNd4j,
          Advice::nativeAccess);

  /** All that is wrong with {@code facts}, the worst first. */
  static List<Advice> on(Facts facts) {
    List<Advice> found = new ArrayList<>();
    CHECKS.stream().map(check -> check.of(facts)).filter(Objects::nonNull).forEach(found::add);
    return found;
  }

  private static Advice otherBackend(Facts facts) {
    return facts.nd4j().backend().equals("CpuBackend")
        ? null
        : new Advice(
            "other-backend",
            "ND4J runs on its backend %s, and conv4j's doors open on CpuBackend only."
                .formatted(facts.nd4j().backend()),
            "Use nd4j-native for convolutions on the processor; on a GPU, conv4j has nothing to add.");
  }

  private static Advice opDoorClosed(Facts facts) {
    if (facts.opDoorOpen() || !facts.nd4j().backend().equals("CpuBackend")) {
      return null;
    }
    String problem =
        "conv4j does not compute ND4J's convolution ops: the executioner is %s."
            .formatted(facts.nd4j().executioner());
    if (!facts.conv4j().opsAllowed()) {
      return new Advice(
          "op-door-closed",
          problem,
          "Remove -Dconv4j.enabled=false or -Dconv4j.ops=false, if you did not mean that.");
    }
    return new Advice(
        "op-door-closed",
        problem,
        "Look for another -Dopexec or start-up service; if the program was packed into one jar, merge META-INF/services, or start it with -Dopexec=org.conv4j.nd4j.ops.ConvExecutioner.");
  }

  private static Advice layerDoorClosed(Facts facts) {
    if (facts.dl4j() == null
        || facts.layerDoorOpen()
        || !facts.nd4j().backend().equals("CpuBackend")) {
      return null;
    }
    String problem =
        "conv4j does not compute DL4J's convolution layers: their helper is %s."
            .formatted(facts.dl4j().helper() == null ? "none" : facts.dl4j().helper());
    if (!facts.conv4j().layersAllowed()) {
      return new Advice(
          "layer-door-closed",
          problem,
          "Remove -Dconv4j.enabled=false or -Dconv4j.layers=false, if you did not mean that.");
    }
    if (Boolean.parseBoolean(facts.dl4j().helpersDisabled())) {
      return new Advice(
          "layer-door-closed",
          problem,
          "Remove -Dorg.eclipse.deeplearning4j.helpers.disable=true: it switches every helper off.");
    }
    return new Advice(
        "layer-door-closed",
        problem,
        "See the log for a WARN of org.conv4j; if the program was packed into one jar, merge META-INF/services.");
  }

  private static Advice normalizationClosed(Facts facts) {
    return !facts.layerDoorOpen() || facts.normalizationOpen()
        ? null
        : new Advice(
            "normalization-closed",
            "conv4j computes DL4J's convolution layers, but not its batch normalizations.",
            facts.conv4j().normalizationAllowed()
                ? "See the log for a WARN of org.conv4j."
                : "Remove -Dconv4j.normalization=false, if you did not mean that.");
  }

  private static Advice noVectorApi(Facts facts) {
    if (facts.conv4j().vectorApi()) {
      return null;
    }
    String problem =
        "conv4j computes without the JDK's Vector API: its kernels are %s."
            .formatted(facts.conv4j().kernels());
    return new Advice(
        "no-vector-api",
        problem,
        facts.conv4j().vectorModuleInJdk()
            ? "Start the program with --add-modules jdk.incubator.vector, and without -Dconv4j.vector=off."
            : "Run on a JDK that has the module jdk.incubator.vector.");
  }

  private static Advice jarBelowProcessor(Facts facts) {
    Facts.Nd4j nd4j = facts.nd4j();
    return nd4j.compiledFor() == Facts.Level.OTHER
            || nd4j.compiledFor().compareTo(nd4j.processor()) >= 0
        ? null
        : new Advice(
            "jar-below-processor",
            "ND4J's native library (%s) is compiled for %s, and this processor has %s."
                .formatted(nd4j.jar(), nd4j.compiledFor().label(), nd4j.processor().label()),
            "For ND4J's own ops, take nd4j-native with the classifier %s-%s in place of the plain one."
                .formatted(
                    platform(nd4j.jar()),
                    nd4j.processor() == Facts.Level.AVX512 ? "avx512" : "avx2"));
  }

  private static Advice jarAboveProcessor(Facts facts) {
    Facts.Nd4j nd4j = facts.nd4j();
    return nd4j.processor() == Facts.Level.OTHER
            || nd4j.compiledFor().compareTo(nd4j.processor()) <= 0
        ? null
        : new Advice(
            "jar-above-processor",
            "ND4J's native library (%s) is compiled for %s, and this processor has only %s: it may die of an illegal instruction."
                .formatted(nd4j.jar(), nd4j.compiledFor().label(), nd4j.processor().label()),
            "Take nd4j-native with the plain classifier %s.".formatted(platform(nd4j.jar())));
  }

  private static String platform(String jar) {
    String[] parts = jar.split("-");
    return parts.length < 2 ? jar : parts[0] + "-" + parts[1];
  }

  private static Advice oneDnnDefects(Facts facts) {
    return !facts.nd4j().oneDnnBuiltIn() || !facts.nd4j().oneDnnOn() || facts.opDoorOpen()
        ? null
        : new Advice(
            "onednn-defects",
            "ND4J has oneDNN compute float32 convolutions, and fails where they are dilated, and where the stride of SAME padding exceeds the kernel.",
            "Open conv4j's door for ND4J's ops, which computes those, or take a jar without -onednn.");
  }

  private static Advice otherReleases(Facts facts) {
    boolean other =
        isOther(facts.nd4j().version(), RELEASE)
            || (facts.dl4j() != null && isOther(facts.dl4j().version(), RELEASE));
    return !other
        ? null
        : new Advice(
            "other-release",
            "ND4J is %s and DL4J is %s; conv4j was made for %s of both."
                .formatted(
                    facts.nd4j().version(),
                    facts.dl4j() == null ? "absent" : facts.dl4j().version(),
                    RELEASE),
            "Take " + RELEASE + " for all artifacts of ND4J and DL4J.");
  }

  /** A version that cannot be told, as in a program packed into one jar, is not called another. */
  private static boolean isOther(String version, String expected) {
    return version != null && !version.equals(expected);
  }

  private static Advice otherBlas(Facts facts) {
    Facts.Blas blas = facts.blas();
    if (!blas.vendor().equals("OPENBLAS")) {
      return new Advice(
          "other-blas",
          "BLAS is %s, and conv4j was measured with OpenBLAS.".formatted(blas.vendor()),
          "Compare both by './conv4j bench' before you rely on it.");
    }
    return !isOther(blas.version(), OPENBLAS)
        ? null
        : new Advice(
            "other-blas",
            "the presets of OpenBLAS are %s, and ND4J %s was built with %s."
                .formatted(blas.version(), RELEASE, OPENBLAS),
            "Pin org.bytedeco:openblas to " + OPENBLAS + " and org.bytedeco:javacpp to 1.5.7.");
  }

  private static Advice tooManyThreads(Facts facts) {
    int processors = facts.java().processors();
    int threads = Math.max(facts.blas().threads(), facts.nd4j().ompThreads());
    return threads <= processors
        ? null
        : new Advice(
            "too-many-threads",
            "BLAS has %d threads and ND4J's native library %d, on %d processors: they wait for each other."
                .formatted(facts.blas().threads(), facts.nd4j().ompThreads(), processors),
            "Set OMP_NUM_THREADS=%d in the environment.".formatted(processors));
  }

  private static Advice oneThread(Facts facts) {
    int processors = facts.java().processors();
    return processors == 1 || (facts.blas().threads() > 1 && facts.nd4j().ompThreads() > 1)
        ? null
        : new Advice(
            "one-thread",
            "BLAS has %d threads and ND4J's native library %d, on %d processors."
                .formatted(facts.blas().threads(), facts.nd4j().ompThreads(), processors),
            "Remove OMP_NUM_THREADS=1 or OPENBLAS_NUM_THREADS=1 from the environment, unless other programs need the processors.");
  }

  private static Advice spinning(Facts facts) {
    Facts.Idling idling = facts.idling();
    boolean passive = "PASSIVE".equalsIgnoreCase(idling.ompWaitPolicy());
    if (facts.java().processors() == 1 || (passive && idling.openBlasTimeout() != null)) {
      return null;
    }
    return new Advice(
        "spinning-threads",
        "Idle threads of OpenMP and OpenBLAS spin for a while after each call, and take processors from what comes next (OMP_WAIT_POLICY is %s, OPENBLAS_THREAD_TIMEOUT %s)."
            .formatted(shown(idling.ompWaitPolicy()), shown(idling.openBlasTimeout())),
        "Set OMP_WAIT_POLICY=PASSIVE and OPENBLAS_THREAD_TIMEOUT=4 in the environment.");
  }

  private static Advice smallPages(Facts facts) {
    Facts.Pages pages = facts.memory().pages();
    return !pages.hugeOnRequest() || pages.mallocAsks()
        ? null
        : new Advice(
            "small-pages",
            "The C library takes large arrays from the system, and gives them back, in pages of 4 kB: for a new result of 25 MB that can take longer than the convolution.",
            "Set GLIBC_TUNABLES=glibc.malloc.hugetlb=1 in the environment (glibc 2.35 and newer).");
  }

  private static String shown(String value) {
    return value == null ? "not set" : value;
  }

  private static Advice smallOffHeap(Facts facts) {
    Facts.Memory memory = facts.memory();
    return memory.offHeap() <= 0 || memory.offHeap() >= GIBIBYTE
        ? null
        : new Advice(
            "small-off-heap",
            "Arrays may take %s beside the Java heap, which training exceeds soon."
                .formatted(size(memory.offHeap())),
            "Set -Dorg.bytedeco.javacpp.maxbytes=4G, and -Dorg.bytedeco.javacpp.maxphysicalbytes to that and the heap together.");
  }

  private static Advice moreThanTheMachineHas(Facts facts) {
    Facts.Memory memory = facts.memory();
    return memory.machine() <= 0
            || memory.offHeap() <= 0
            || memory.heap() + memory.offHeap() <= memory.machine()
        ? null
        : new Advice(
            "more-memory-than-there-is",
            "The heap (%s) and the arrays beside it (%s) may together exceed the machine's %s."
                .formatted(size(memory.heap()), size(memory.offHeap()), size(memory.machine())),
            "Lower -Xmx or -Dorg.bytedeco.javacpp.maxbytes: most of DL4J's memory is beside the heap.");
  }

  private static Advice verboseNd4j(Facts facts) {
    return !facts.nd4j().verbose()
        ? null
        : new Advice(
            "verbose-nd4j",
            "ND4J's debugging or profiling is switched on, and costs time at every op.",
            "Switch it off by Nd4j.getExecutioner().setProfilingConfig and enableDebugMode(false).");
  }

  private static Advice nativeAccess(Facts facts) {
    return facts.java().feature() < NATIVE_ACCESS_WARNS_SINCE
        ? null
        : new Advice(
            "native-access",
            "Java %d warns of native libraries, and later versions refuse them."
                .formatted(facts.java().feature()),
            "Start the program with --enable-native-access=ALL-UNNAMED.");
  }

  /** Bytes in words. */
  static String size(long bytes) {
    return bytes <= 0
        ? "no limit"
        : bytes >= GIBIBYTE
            ? "%.1f GiB".formatted((double) bytes / GIBIBYTE)
            : "%d MiB".formatted(bytes >> 20);
  }
}
