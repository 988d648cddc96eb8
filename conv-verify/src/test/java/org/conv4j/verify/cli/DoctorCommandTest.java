package org.conv4j.verify.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.conv4j.verify.model.NetworkFiles;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DoctorCommandTest {

  @TempDir Path folder;

  @Test
  void finds_both_doors_open_and_the_algorithms_of_a_network() {
    String file = NetworkFiles.copy("layers.zip", folder).toString();
    CommandLineRun run = CommandLineRun.of("doctor", file);
    assertEquals(ExitCode.GOOD, run.exitCode(), run.err());
    String text = run.out();
    assertTrue(text.matches("(?s).*ND4J's ops +convolutions by conv4j .*"), text);
    assertTrue(
        text.matches(
            "(?s).*DL4J's layers +1.0.0-M2.1, convolutions and batch normalizations by conv4j .*"),
        text);
    assertTrue(
        text.matches("(?s).* first +ConvolutionLayer +n1_c2h6w6_k3r3s3_same +by conv4j +[a-z].*"),
        text);
    assertTrue(
        text.matches("(?s).* second +DepthwiseConvolution2D +n1_c3h6w6_k6r2s2_g3 +by conv4j.*"),
        text);
  }

  @Test
  void a_file_that_is_no_network_is_refused() throws IOException {
    Path file = Files.writeString(folder.resolve("no.zip"), "no");
    CommandLineRun.of("doctor", file.toString()).assertRefused("is no zip archive");
  }
}
