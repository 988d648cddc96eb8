package org.conv4j.nd4j.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("In a JVM whose vector code is not compiled yet,")
class ColdStartTest {

  private static final List<String> WITH_KERNELS =
      List.of("pointwise", "depthwise", "first", "winograd4", "winograd2", "direct");

  @TempDir private Path folder;

  @Test
  @DisplayName("every algorithm gives the bits that it will give later")
  void sameBits() throws Exception {
    List<String> cold = results("never");
    List<String> warm = results("first");

    assertEquals(warm, cold);
    for (String algorithm : WITH_KERNELS) {
      assertTrue(
          cold.stream().anyMatch(line -> line.contains(" by " + algorithm + ",")), algorithm);
    }
  }

  private List<String> results(String vectorFrom) throws Exception {
    ChildJvm.Ended ended =
        ChildJvm.run(
            folder,
            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList(),
            List.of("--add-modules=jdk.incubator.vector", "-Dconv4j.vector.from=" + vectorFrom),
            ResultBits.class.getName());
    assertEquals(0, ended.status(), () -> String.join("\n", ended.errors()));
    return ended.output();
  }
}
