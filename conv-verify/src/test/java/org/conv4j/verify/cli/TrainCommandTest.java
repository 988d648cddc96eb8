package org.conv4j.verify.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The command train")
class TrainCommandTest {

  @TempDir private Path folder;

  @Test
  @DisplayName("finds that a network learns the same through the layer door")
  void theLayerDoorChangesNothing() throws IOException {
    JsonNode file = train("layer", "--digits", "40", "--batch", "8", "--epochs", "1");

    assertEquals(2, file.get("runs").size());
    assertEquals(5, file.get("runs").get(1).get("losses").size());
  }

  @Test
  @Tag("exhaustive")
  @DisplayName("finds that a network learns the same through every door")
  void noDoorChangesAnything() throws IOException {
    JsonNode file = train("layer,op,agent", "--epochs", "2");

    assertEquals(5, file.get("runs").size());
    for (JsonNode run : file.get("runs")) {
      assertTrue(run.get("accuracies").get(1).asDouble() > 0.9, run::toString);
      assertTrue(run.get("losses").get(0).asDouble() > 2, run::toString);
    }
  }

  private JsonNode train(String doors, String... options) throws IOException {
    String[] arguments = new String[options.length + 5];
    arguments[0] = "train";
    arguments[1] = "--door";
    arguments[2] = doors;
    arguments[3] = "--out";
    arguments[4] = folder.toString();
    System.arraycopy(options, 0, arguments, 5, options.length);
    CommandLineRun run = CommandLineRun.of(arguments);

    assertEquals(ExitCode.GOOD, run.exitCode(), run.out() + run.err());
    JsonNode file = new ObjectMapper().readTree(folder.resolve("train.json").toFile());
    for (JsonNode comparison : file.get("comparisons")) {
      assertTrue(comparison.get("float64Difference").asDouble() < 1e-9, comparison::toString);
      assertTrue(comparison.get("float32Difference").asDouble() < 1e-4, comparison::toString);
    }
    return file;
  }
}
