package org.conv4j.verify.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ProcessorTest {

  private static final String AVX2 = "fpu sse2 avx2 fma bmi1 bmi2 f16c movbe";

  @ParameterizedTest
  @CsvSource({
    "fpu sse2 avx, -onednn",
    "fpu avx2, -onednn",
    AVX2 + ", -onednn-avx2",
    AVX2 + " avx512f avx512cd, -onednn-avx2",
    AVX2 + " avx512f avx512cd avx512bw avx512dq avx512vl, -onednn-avx512"
  })
  void gets_the_fastest_jar_that_it_runs(String flags, String extension) {
    String cpuinfo =
        "processor\t: 0\nvmx flags\t: avx2\nflags\t\t: " + flags + "\nbugs\t\t: none\n";
    assertEquals(extension, Processor.of(cpuinfo).oneDnnExtension());
  }

  @Test
  void gets_the_jar_for_all_where_nothing_is_known() {
    assertEquals("-onednn", Processor.of("").oneDnnExtension());
  }

  @Test
  void this_machine_runs_one_of_them() {
    assertTrue(Processor.current().oneDnnExtension().startsWith("-onednn"));
  }
}
