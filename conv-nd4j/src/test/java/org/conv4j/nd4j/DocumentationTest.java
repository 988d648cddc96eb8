package org.conv4j.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.conv4j.check.ErrorBound;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The documents at the top of the tree")
class DocumentationTest {

  private static final Path TOP = Path.of("").toAbsolutePath().getParent();
  private static final Path EXTERNAL_PROJECT = Path.of("src", "it", "external-project");

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)");
  private static final Pattern VERSION =
      Pattern.compile("<artifactId>conv4j</artifactId>\\s*<version>([^<]+)</version>");

  @ParameterizedTest(name = "every {0} block of the README is part of the external project")
  @ValueSource(strings = {"java", "xml"})
  void readmeShowsWhatTheExternalProjectRuns(String language) throws IOException {
    String project =
        text(EXTERNAL_PROJECT.resolve("src/main/java/example/Example.java"))
            + text(EXTERNAL_PROJECT.resolve("pom.xml"));
    List<String> blocks =
        BLOCK
            .matcher(text(TOP.resolve("README.md")))
            .results()
            .filter(block -> block.group(1).equals(language))
            .map(block -> block.group(2))
            .toList();
    assertFalse(blocks.isEmpty(), "README.md has no such block");
    for (String block : blocks) {
      assertTrue(project.contains(block), () -> "not letter for letter there:\n" + block);
    }
  }

  @Test
  @DisplayName("the external project depends on the version that is built")
  void externalProjectNamesThisVersion() throws IOException {
    assertEquals(version(TOP.resolve("pom.xml")), version(EXTERNAL_PROJECT.resolve("pom.xml")));
  }

  @ParameterizedTest(name = "ARCHITECTURE.md says what each package of {0} holds")
  @ValueSource(strings = {"conv-core", "conv-junit", "conv-nd4j", "conv-verify"})
  void architectureNamesEveryPackage(String module) throws IOException {
    String architecture = text(TOP.resolve("ARCHITECTURE.md"));
    Path sources = TOP.resolve(module).resolve("src/main/java");
    try (Stream<Path> files = Files.walk(sources)) {
      List<String> unnamed =
          files
              .filter(file -> file.endsWith("package-info.java"))
              .map(file -> sources.relativize(file.getParent()).toString())
              .map(folder -> folder.replaceAll("[/\\\\]", "."))
              .filter(name -> !architecture.contains("`" + name + "`"))
              .sorted()
              .toList();
      assertEquals(List.of(), unnamed);
    }
  }

  @Test
  @DisplayName("numerics.md states the bounds that are in force")
  void numericsStatesTheBounds() throws IOException {
    String numerics = text(TOP.resolve("docs/numerics.md")).replace(" ", "");
    assertTrue(numerics.contains("\nhard=" + ErrorBound.HARD_FORMULA.replace(" ", "") + "\n"));
    assertTrue(numerics.contains("\npass=" + ErrorBound.PASS_FORMULA.replace(" ", "") + "\n"));
  }

  static List<Path> documents() throws IOException {
    try (Stream<Path> top = Files.list(TOP);
        Stream<Path> docs = Files.list(TOP.resolve("docs"))) {
      return Stream.concat(top, docs)
          .filter(file -> file.toString().endsWith(".md"))
          .map(TOP::relativize)
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest(name = "links of {0} lead to files")
  @MethodSource("documents")
  void linksLeadToFiles(Path document) throws IOException {
    Path file = TOP.resolve(document);
    List<String> broken =
        LINK.matcher(text(file))
            .results()
            .map(link -> link.group(1))
            .filter(target -> !target.contains("://"))
            .filter(target -> !Files.exists(file.resolveSibling(target)))
            .toList();
    assertEquals(List.of(), broken);
  }

  private static String version(Path pom) throws IOException {
    Matcher version = VERSION.matcher(text(pom));
    assertTrue(version.find(), () -> pom + " does not name conv4j");
    return version.group(1);
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file).replace("\r\n", "\n");
  }
}
