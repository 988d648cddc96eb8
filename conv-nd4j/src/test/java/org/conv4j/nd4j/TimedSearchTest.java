package org.conv4j.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a timed search")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TimedSearchTest {

  private static final ConvProblem PROBLEM = ConvProblem.parse("n1_c4h6w7_k5r3s3_same");
  private static final List<ConvDirection> TIMED =
      List.of(ConvDirection.FORWARD, ConvDirection.INPUT_GRADIENT, ConvDirection.FILTER_GRADIENT);

  @TempDir Path folder;

  private Nd4jConvolution search(Path file) {
    return Nd4jConvolution.builder(PROBLEM).search(file).build();
  }

  /** What another process left in a file. */
  private Path file(String name, List<String> lines) throws IOException {
    return Files.write(folder.resolve(name), lines);
  }

  private List<String> findings(Path file) throws IOException {
    return Files.readAllLines(file).stream().filter(line -> !line.startsWith("#")).toList();
  }

  @Test
  void writes_down_what_it_chose_and_nothing_inaccurate() throws IOException {
    Path file = folder.resolve("new");
    Nd4jConvolution found = search(file);
    List<String> lines = findings(file);
    assertEquals(TIMED.size(), lines.size());
    for (int i = 0; i < TIMED.size(); i++) {
      String[] fields = lines.get(i).split("\t");
      assertEquals(PROBLEM, ConvProblem.parse(fields[0]));
      assertEquals(TIMED.get(i).id(), fields[1]);
      assertEquals(found.algorithm(TIMED.get(i)), fields[3]);
      assertNotEquals("winograd4", fields[3]);
      assertTrue(Double.parseDouble(fields[4]) >= 0);
      assertTrue(found.explain().contains("not winograd4: less accurate than a direct sum"));
    }
    Fixture data = new Fixture(PROBLEM);
    data.assertRight(ConvDirection.FORWARD, found.forward(data.input, data.filter, data.bias));
    data.assertRight(found.backward(data.input, data.filter, data.outputGradient));
  }

  @Test
  void is_not_repeated() throws IOException {
    Path file = folder.resolve("once");
    search(file);
    List<String> lines = Files.readAllLines(file);
    search(file);
    assertEquals(lines, Files.readAllLines(file));
  }

  @Test
  void believes_the_last_line_that_another_process_wrote_for_the_same_machine() throws IOException {
    Path file = folder.resolve("first");
    search(file);
    List<String> lines = findings(file);
    String forward = lines.get(0);
    String algorithm = forward.split("\t")[3];
    List<String> slowest =
        lines.stream()
            .map(line -> line.replaceAll("\t[a-z0-9]+\t([0-9.]+)$", "\tportable\t$1"))
            .toList();
    Path other = file("other", slowest);
    Nd4jConvolution obedient = search(other);
    for (ConvDirection direction : TIMED) {
      assertEquals("portable", obedient.algorithm(direction));
    }
    assertTrue(obedient.explain().contains("fastest of those timed, says " + other));
    assertEquals(slowest, findings(other));
    Path corrected = file("corrected", List.of(slowest.get(0), forward));
    assertEquals(algorithm, search(corrected).algorithm(ConvDirection.FORWARD));
  }

  @Test
  void does_not_believe_an_algorithm_that_declines() throws IOException {
    Path file = folder.resolve("file");
    search(file);
    List<String> wrong =
        findings(file).stream()
            .map(line -> line.replaceAll("\t[a-z0-9]+\t([0-9.]+)$", "\tpointwise\t$1"))
            .toList();
    Nd4jConvolution convolution = search(file("wrong", wrong));
    assertNotEquals("pointwise", convolution.algorithm(ConvDirection.FORWARD));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage",
        "n1_c4h6w7_k5r3s3_same\tforward\there\tportable",
        "n1_c4h6w7_k5r3s3_same\tsideways\there\tportable\t1.0",
        "n1_c4h6w7\tforward\there\tportable\t1.0",
        "n1_c4h6w7_k5r3s3_same\tforward\there\tportable\tNaN"
      })
  void ignores_a_file_that_it_cannot_read_and_leaves_it_alone(String line) throws IOException {
    Path file = file("corrupted", List.of("# fine", line));
    Nd4jConvolution convolution = search(file);
    assertFalse(convolution.algorithm(ConvDirection.FORWARD).isEmpty());
    assertEquals(List.of("# fine", line), Files.readAllLines(file));
  }

  @Test
  void works_where_the_file_cannot_be_written() {
    Path file = folder.resolve("no/such/folder");
    assertFalse(search(file).algorithm(ConvDirection.FORWARD).isEmpty());
    assertFalse(Files.exists(file));
  }
}
