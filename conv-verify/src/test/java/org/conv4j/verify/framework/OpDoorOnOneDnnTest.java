package org.conv4j.verify.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.conv4j.verify.process.LineProcess;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Where ND4J's conv2d is wrong or refuses,")
class OpDoorOnOneDnnTest {

  /** The sum of every other element of 5 x 5; and every third of 6 x 6, from the first on. */
  private static final List<String> RIGHT = List.of("[108.0]", "[0.0, 3.0, 18.0, 21.0]");

  @ParameterizedTest(name = "the op door is right, on the jar of {0}")
  @ValueSource(strings = {"conv-nd4j", "conv-nd4j-onednn"})
  void theDoorIsRight(String framework) throws Exception {
    assertEquals(RIGHT, run(framework));
  }

  @Test
  @Tag("exhaustive")
  @DisplayName("it is so without the door: dilation on the jar with oneDNN, strides on both")
  void stockIsNot() throws Exception {
    List<String> plain = run("conv-nd4j", "-Dconv4j.enabled=false");
    List<String> oneDnn = run("conv-nd4j-onednn", "-Dconv4j.enabled=false");

    assertEquals(RIGHT.get(0), plain.get(0));
    assertEquals("refused", oneDnn.get(0));
    assertNotEquals(RIGHT.get(1), plain.get(1));
    assertNotEquals(RIGHT.get(1), oneDnn.get(1));
  }

  private static List<String> run(String framework, String... flags)
      throws IOException, InterruptedException {
    FrameworkOptions options = FrameworkOptions.defaults();
    List<Path> classPath = new ArrayList<>(JvmChild.classPath(Frameworks.find(framework), options));
    classPath.add(0, CodeLocation.of(DoorProgram.class.getName()));
    ChildCommand command =
        JvmChild.of(classPath, List.of(flags), DoorProgram.class.getName(), List.of(), options);
    List<String> lines = new ArrayList<>();
    try (LineProcess child =
        LineProcess.start("door", command.command(), command.environment(), options.home())) {
      Duration limit = Duration.ofMinutes(2);
      for (String line = child.next(limit); line != null; line = child.next(limit)) {
        lines.add(line);
      }
    }
    return lines;
  }
}
