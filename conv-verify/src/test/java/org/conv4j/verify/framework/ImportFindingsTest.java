package org.conv4j.verify.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@code docs/findings.md} says of graphs imported from TensorFlow. */
@Tag("exhaustive")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ImportFindingsTest {

  @Test
  void imported_convolutions_lose_explicit_padding_and_cannot_be_differentiated()
      throws IOException, InterruptedException {
    FrameworkOptions options = FrameworkOptions.defaults();
    List<Path> libraries = new ArrayList<>(JvmChild.classPath(Frameworks.find("dl4j"), options));
    libraries.addAll(
        MavenClassPath.ofUser(options.home())
            .of(Path.of("src", "test", "frameworks"), Libraries.of("samediff-import", 6)));
    Map<String, String> outcomes = Nd4jFindingsTest.outcomes(libraries, ImportFindings.class);
    assertEquals("[1, 2, 2, 1]", outcomes.get("VALID"));
    assertEquals("[1, 4, 4, 1]", outcomes.get("SAME"));
    assertEquals("[1, 2, 2, 1]", outcomes.get("EXPLICIT"), "by the padding it would be 4 x 4");
    assertTrue(outcomes.get("gradient").contains("conv2d_bp"), outcomes.toString());
  }
}
