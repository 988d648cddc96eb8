package org.conv4j.verify.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.conv4j.verify.network.FaultyAgent;
import org.conv4j.verify.network.FaultyExecutioner;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line in a process of its own, whose children get an agent that plants a bug. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Tag("exhaustive")
class NetworkAlarmTest {

  private static final long LIMIT_SECONDS = 300;

  @TempDir private Path folder;

  @Test
  void a_millionth_too_much_in_a_gradient_behind_one_door_ends_the_bench_with_1() throws Exception {
    Path output = folder.resolve("output.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command()).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("JAVA_TOOL_OPTIONS", "-javaagent:" + faultyAgent());
    Process process = builder.start();
    assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), () -> text(output));

    assertEquals(ExitCode.ALARMING, process.exitValue(), () -> text(output));
    List<String> alarms =
        text(output).lines().filter(line -> line.startsWith("Behind door")).toList();
    assertEquals(1, alarms.size(), () -> text(output));
    assertTrue(alarms.get(0).startsWith("Behind door 'op' the network learns something else: in"));
    JsonNode results =
        new ObjectMapper().readTree(folder.resolve("out/network.json").toFile()).get("results");
    assertTrue(results.get(2).get("maxParameterDifference").asDouble() > 1e-9);
    assertTrue(results.get(3).get("maxParameterDifference").asDouble() < 1e-12);
  }

  private List<String> command() {
    List<String> command = OwnJvm.command(Conv4j.class);
    command.addAll(
        List.of(
            "bench",
            "--network",
            "samediff",
            "--batch",
            "2",
            "--minutes",
            "1",
            "--out",
            folder.resolve("out").toString()));
    return command;
  }

  private Path faultyAgent() throws IOException {
    Path agent = folder.resolve("faulty.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(new Attributes.Name("Premain-Class"), FaultyAgent.class.getName());
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(agent), manifest)) {
      for (Class<?> type : List.of(FaultyAgent.class, FaultyExecutioner.class)) {
        String name = type.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new JarEntry(name));
        try (InputStream code = type.getClassLoader().getResourceAsStream(name)) {
          code.transferTo(jar);
        }
      }
    }
    return agent;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }
}
