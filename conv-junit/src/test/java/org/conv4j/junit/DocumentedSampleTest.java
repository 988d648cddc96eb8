package org.conv4j.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("docs/ci.md")
class DocumentedSampleTest {

  private static final Path SAMPLE = Path.of("src", "it", "sample-project");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(java|xml)\\n(.*?)^```$");

  @Test
  @DisplayName("shows what the sample project runs, letter for letter")
  void showsWhatTheSampleProjectRuns() throws IOException {
    String sample =
        text(SAMPLE.resolve("src/test/java/example/RightNetworkTest.java"))
            + text(SAMPLE.resolve("pom.xml"));
    List<String> blocks =
        BLOCK
            .matcher(text(Path.of("").toAbsolutePath().getParent().resolve("docs/ci.md")))
            .results()
            .map(block -> block.group(2))
            .toList();
    assertEquals(2, blocks.size());
    for (String block : blocks) {
      assertTrue(sample.contains(block), () -> "not letter for letter there:\n" + block);
    }
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file).replace("\r\n", "\n");
  }
}
