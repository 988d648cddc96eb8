package org.conv4j.nd4j.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.conv4j.nd4j.doctor.Facts.Level;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AdviceTest {

  private static final long GIBIBYTE = 1L << 30;
  private static final String STOCK = "org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner";
  private static final String OURS = "org.conv4j.nd4j.ops.ConvExecutioner";
  private static final String HELPER =
      "org.deeplearning4j.nn.layers.mkldnn.MKLDNNConvHelper"
          + " extends org.conv4j.nd4j.dl4j.ConvolutionLayerHelper";
  private static final String NORMALIZATION_HELPER =
      "org.deeplearning4j.nn.layers.mkldnn.MKLDNNBatchNormHelper"
          + " extends org.conv4j.nd4j.dl4j.NormalizationLayerHelper";

  private static final Facts.Java JAVA = new Facts.Java(17, "17.0.1 (Any)", "Linux amd64", 4);
  private static final Facts.Nd4j ND4J =
      nd4j("1.0.0-M2.1", "linux-x86_64-avx512", Level.AVX512, Level.AVX512, false, 4, OURS);
  private static final Facts.Blas BLAS = new Facts.Blas("OPENBLAS", "0.3.19-1.5.7", 4);
  private static final Facts.Pages PAGES = new Facts.Pages(true, true);
  private static final Facts.Memory MEMORY =
      new Facts.Memory(2 * GIBIBYTE, 4 * GIBIBYTE, 8 * GIBIBYTE, 16 * GIBIBYTE, PAGES);
  private static final Facts.Idling IDLING = new Facts.Idling("PASSIVE", "4");
  private static final Facts.Dl4j DL4J =
      new Facts.Dl4j("1.0.0-M2.1", "false", HELPER, NORMALIZATION_HELPER);
  private static final Facts.Conv4j CONV4J =
      new Facts.Conv4j("0.1.0", true, true, true, true, true, "Vector API, 512 bits");

  private static final Facts HEALTHY = new Facts(JAVA, ND4J, BLAS, MEMORY, IDLING, DL4J, CONV4J);

  private static Facts.Nd4j nd4j(
      String version,
      String jar,
      Level compiledFor,
      Level processor,
      boolean oneDnn,
      int threads,
      String executioner) {
    return new Facts.Nd4j(
        version,
        "CpuBackend",
        jar,
        compiledFor,
        processor,
        oneDnn,
        oneDnn,
        threads,
        executioner,
        false);
  }

  private static Facts with(Facts.Nd4j nd4j) {
    return new Facts(JAVA, nd4j, BLAS, MEMORY, IDLING, DL4J, CONV4J);
  }

  private static Facts with(Facts.Dl4j dl4j, Facts.Conv4j conv4j) {
    return new Facts(JAVA, ND4J, BLAS, MEMORY, IDLING, dl4j, conv4j);
  }

  private static Facts with(Facts.Blas blas) {
    return new Facts(JAVA, ND4J, blas, MEMORY, IDLING, DL4J, CONV4J);
  }

  private static Facts with(Facts.Memory memory) {
    return new Facts(JAVA, ND4J, BLAS, memory, IDLING, DL4J, CONV4J);
  }

  private static Facts with(Facts.Idling idling) {
    return new Facts(JAVA, ND4J, BLAS, MEMORY, idling, DL4J, CONV4J);
  }

  private static Facts.Nd4j stockWithOneDnn(String executioner) {
    return nd4j(
        "1.0.0-M2.1",
        "linux-x86_64-onednn-avx512",
        Level.AVX512,
        Level.AVX512,
        true,
        4,
        executioner);
  }

  static List<Arguments> illnesses() {
    return List.of(
        illness(
            "other-backend",
            "use nd4j-native",
            with(
                new Facts.Nd4j(
                    "1.0.0-M2.1",
                    "JCublasBackend",
                    "linux-x86_64",
                    Level.OTHER,
                    Level.OTHER,
                    false,
                    false,
                    4,
                    "org.nd4j.linalg.jcublas.ops.executioner.CudaExecutioner",
                    false))),
        illness(
            "op-door-closed",
            "-dopexec=org.conv4j.nd4j.ops.convexecutioner",
            with(
                nd4j(
                    "1.0.0-M2.1",
                    "linux-x86_64-avx512",
                    Level.AVX512,
                    Level.AVX512,
                    false,
                    4,
                    STOCK))),
        illness(
            "layer-door-closed",
            "merge meta-inf/services",
            with(new Facts.Dl4j("1.0.0-M2.1", null, null, null), CONV4J)),
        illness(
            "layer-door-closed",
            "helpers.disable=true",
            with(new Facts.Dl4j("1.0.0-M2.1", "true", null, null), CONV4J)),
        illness(
            "layer-door-closed",
            "-dconv4j.layers=false",
            with(
                new Facts.Dl4j("1.0.0-M2.1", null, null, null),
                new Facts.Conv4j("0.1.0", true, false, false, true, true, "Vector API, 512 bits"))),
        illness(
            "normalization-closed",
            "-dconv4j.normalization=false",
            with(
                new Facts.Dl4j("1.0.0-M2.1", "false", HELPER, null),
                new Facts.Conv4j("0.1.0", true, true, false, true, true, "Vector API, 512 bits"))),
        illness(
            "normalization-closed",
            "warn of org.conv4j",
            with(new Facts.Dl4j("1.0.0-M2.1", "false", HELPER, null), CONV4J)),
        illness(
            "no-vector-api",
            "--add-modules jdk.incubator.vector",
            with(DL4J, new Facts.Conv4j("0.1.0", true, true, true, true, false, "plain Java"))),
        illness(
            "no-vector-api",
            "a jdk that has the module",
            with(DL4J, new Facts.Conv4j("0.1.0", true, true, true, false, false, "plain Java"))),
        illness(
            "jar-below-processor",
            "classifier linux-x86_64-avx512",
            with(nd4j("1.0.0-M2.1", "linux-x86_64", Level.GENERIC, Level.AVX512, false, 4, OURS))),
        illness(
            "jar-below-processor",
            "classifier linux-x86_64-avx2",
            with(nd4j("1.0.0-M2.1", "linux-x86_64", Level.GENERIC, Level.AVX2, false, 4, OURS))),
        illness(
            "jar-above-processor",
            "plain classifier linux-x86_64.",
            with(
                nd4j(
                    "1.0.0-M2.1",
                    "linux-x86_64-avx512",
                    Level.AVX512,
                    Level.AVX2,
                    false,
                    4,
                    OURS))),
        illness(
            "other-release",
            "take 1.0.0-m2.1",
            with(new Facts.Dl4j("1.0.0-M1.1", "false", HELPER, NORMALIZATION_HELPER), CONV4J)),
        illness("other-blas", "compare both", with(new Facts.Blas("MKL", "0.3.19-1.5.7", 4))),
        illness(
            "other-blas",
            "org.bytedeco:openblas to 0.3.19-1.5.7",
            with(new Facts.Blas("OPENBLAS", "0.3.26-1.5.10", 4))),
        illness(
            "too-many-threads",
            "omp_num_threads=4",
            with(new Facts.Blas("OPENBLAS", "0.3.19-1.5.7", 8))),
        illness(
            "one-thread", "omp_num_threads=1", with(new Facts.Blas("OPENBLAS", "0.3.19-1.5.7", 1))),
        illness(
            "spinning-threads",
            "omp_wait_policy=passive and openblas_thread_timeout=4",
            with(new Facts.Idling(null, "4"))),
        illness(
            "spinning-threads",
            "openblas_thread_timeout=4",
            with(new Facts.Idling("passive", null))),
        illness(
            "small-pages",
            "glibc.malloc.hugetlb=1",
            with(
                new Facts.Memory(
                    2 * GIBIBYTE,
                    4 * GIBIBYTE,
                    8 * GIBIBYTE,
                    16 * GIBIBYTE,
                    new Facts.Pages(true, false)))),
        illness(
            "small-off-heap",
            "javacpp.maxbytes",
            with(new Facts.Memory(GIBIBYTE, GIBIBYTE / 2, GIBIBYTE * 2, 16 * GIBIBYTE, PAGES))),
        illness(
            "more-memory-than-there-is",
            "lower -xmx",
            with(new Facts.Memory(10 * GIBIBYTE, 10 * GIBIBYTE, 0, 16 * GIBIBYTE, PAGES))),
        illness(
            "verbose-nd4j",
            "enabledebugmode(false)",
            with(
                new Facts.Nd4j(
                    "1.0.0-M2.1",
                    "CpuBackend",
                    "linux-x86_64-avx512",
                    Level.AVX512,
                    Level.AVX512,
                    false,
                    false,
                    4,
                    OURS,
                    true))),
        illness(
            "native-access",
            "--enable-native-access=all-unnamed",
            new Facts(
                new Facts.Java(25, "25 (Any)", "Linux amd64", 4),
                ND4J,
                BLAS,
                MEMORY,
                IDLING,
                DL4J,
                CONV4J)));
  }

  private static Arguments illness(String id, String remedy, Facts facts) {
    return Arguments.of(id, remedy, facts);
  }

  @Test
  void a_healthy_JVM_gets_no_advice() {
    assertEquals(List.of(), Advice.on(HEALTHY));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("illnesses")
  void every_illness_alone_gets_its_own_advice(String id, String remedy, Facts facts) {
    List<Advice> advice = Advice.on(facts);
    assertEquals(List.of(id), advice.stream().map(Advice::id).toList());
    assertTrue(
        advice.get(0).remedy().toLowerCase(Locale.ROOT).contains(remedy),
        () -> advice.get(0).remedy());
    assertTrue(advice.get(0).problem().endsWith("."), advice.get(0).problem());
    assertTrue(advice.get(0).remedy().endsWith("."), advice.get(0).remedy());
  }

  @Test
  void oneDNN_is_warned_of_only_where_ND4J_itself_computes_convolutions() {
    Set<String> closed = new HashSet<>();
    Advice.on(with(stockWithOneDnn(STOCK))).forEach(each -> closed.add(each.id()));
    assertEquals(Set.of("op-door-closed", "onednn-defects"), closed);
    assertEquals(List.of(), Advice.on(with(stockWithOneDnn(OURS))));
  }

  @Test
  void a_door_that_the_user_closed_is_told_apart_from_one_that_was_lost() {
    Facts closed =
        new Facts(
            JAVA,
            nd4j("1.0.0-M2.1", "linux-x86_64-avx512", Level.AVX512, Level.AVX512, false, 4, STOCK),
            BLAS,
            MEMORY,
            IDLING,
            DL4J,
            new Facts.Conv4j("0.1.0", false, true, true, true, true, "Vector API, 512 bits"));
    assertTrue(Advice.on(closed).get(0).remedy().contains("-Dconv4j.ops=false"));
  }

  @Test
  void without_DL4J_its_layers_are_no_subject() {
    assertEquals(List.of(), Advice.on(with(null, CONV4J)));
  }

  @Test
  void versions_that_cannot_be_told_are_not_called_wrong() {
    Facts packed =
        new Facts(
            JAVA,
            nd4j(null, "linux-x86_64-avx512", Level.AVX512, Level.AVX512, false, 4, OURS),
            new Facts.Blas("OPENBLAS", null, 4),
            MEMORY,
            IDLING,
            new Facts.Dl4j(null, "false", HELPER, NORMALIZATION_HELPER),
            CONV4J);
    assertEquals(List.of(), Advice.on(packed));
    assertTrue(Rendering.text(packed, List.of(), null).contains("of unknown version"));
  }

  @Test
  void a_single_processor_needs_neither_threads_nor_patience() {
    Facts single =
        new Facts(
            new Facts.Java(17, "17", "Linux amd64", 1),
            nd4j("1.0.0-M2.1", "linux-x86_64-avx512", Level.AVX512, Level.AVX512, false, 1, OURS),
            new Facts.Blas("OPENBLAS", "0.3.19-1.5.7", 1),
            MEMORY,
            new Facts.Idling(null, null),
            DL4J,
            CONV4J);
    assertEquals(List.of(), Advice.on(single));
  }
}
