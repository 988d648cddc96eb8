package org.conv4j.verify.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EpitaphTest {

  @Test
  void a_silent_exit_is_its_code() {
    assertEquals("exit code 3", Epitaph.of(3, List.of()));
  }

  @Test
  void a_signal_has_its_name() {
    assertEquals("signal 11 (SIGSEGV)", Epitaph.of(139, List.of()));
  }

  @Test
  void the_last_line_is_quoted() {
    assertEquals(
        "exit code 1; last on its standard error: out of memory",
        Epitaph.of(1, List.of("starting", "out of memory")));
  }

  @Test
  void of_a_stack_trace_the_cause_is_quoted() {
    assertEquals(
        "exit code 1; last on its standard error: Caused by: java.io.EOFException",
        Epitaph.of(
            1,
            List.of(
                "Exception in thread \"main\" java.lang.IllegalStateException: no network",
                "\tat org.conv4j.A.main(A.java:1)",
                "Caused by: java.io.EOFException",
                "\tat org.conv4j.A.load(A.java:2)",
                "\t... 1 more")));
  }

  @Test
  void a_crash_report_is_signal_and_frame_without_addresses_that_change() {
    assertEquals(
        "SIGFPE (0x8) in C [libnd4jcpu.so+0x1a6d0d5] sd::addBias_<float>+0x15",
        Epitaph.of(
            134,
            List.of(
                "# A fatal error has been detected by the Java Runtime Environment:",
                "#",
                "#  SIGFPE (0x8) at pc=0x00007f239606d0d5, pid=23027, tid=23028",
                "#",
                "# JRE version: OpenJDK Runtime Environment (17.0.15+6)",
                "# Problematic frame:",
                "# C  [libnd4jcpu.so+0x1a6d0d5]  sd::addBias_<float>+0x15",
                "#",
                "# The crash happened outside the Java Virtual Machine in native code.")));
  }
}
