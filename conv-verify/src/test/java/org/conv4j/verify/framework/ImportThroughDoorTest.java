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

@Tag("exhaustive")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ImportThroughDoorTest {

  @Test
  void a_graph_imported_from_TensorFlow_is_computed_by_conv4j_with_the_same_numbers()
      throws IOException, InterruptedException {
    FrameworkOptions options = FrameworkOptions.defaults();
    List<Path> stock = new ArrayList<>(JvmChild.classPath(Frameworks.find("dl4j"), options));
    stock.addAll(
        MavenClassPath.ofUser(options.home())
            .of(Path.of("src", "test", "frameworks"), Libraries.of("samediff-import", 6)));
    List<Path> withConv4j = new ArrayList<>(stock);
    withConv4j.add(CodeLocation.of("org.conv4j.nd4j.Nd4jConvolution"));

    Map<String, String> expected = Nd4jFindingsTest.outcomes(stock, ImportedNumbers.class);
    Map<String, String> actual = Nd4jFindingsTest.outcomes(withConv4j, ImportedNumbers.class);

    assertEquals("[258.0, 294.0, 402.0, 438.0]", expected.get("VALID"));
    assertEquals(expected.get("VALID"), actual.get("VALID"));
    assertEquals(expected.get("SAME"), actual.get("SAME"));
    assertTrue(expected.get("executioner").endsWith(".NativeOpExecutioner"), expected.toString());
    assertEquals("org.conv4j.nd4j.ops.ConvExecutioner", actual.get("executioner"));
    assertEquals("2", actual.get("computed"));
  }
}
