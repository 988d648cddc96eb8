package org.conv4j.verify.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** With a stand-in for Maven that finds what a test tells it to. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-in is a shell script")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MavenClassPathTest {

  private static final Libraries SOME = Libraries.of("some", 7);

  @TempDir private Path folder;
  private final List<String> notices = new ArrayList<>();
  private Path pom;
  private Path jar;
  private Path calls;

  @BeforeEach
  void write() throws IOException {
    pom = Files.createDirectories(folder.resolve("frameworks/some")).resolve("pom.xml");
    Files.writeString(pom, "<project/>");
    jar = Files.createFile(folder.resolve("a library.jar"));
    calls = folder.resolve("calls");
  }

  /** Writes the library's name where it is told to, and its arguments to {@link #calls}. */
  private Path maven() throws IOException {
    return script(
        """
        #!/bin/sh
        echo "$@" >> '%s'
        for argument in "$@"; do
          case $argument in
            -Dmdep.outputFile=*) printf '%%s' '%s' > "${argument#-Dmdep.outputFile=}" ;;
          esac
        done
        """
            .formatted(calls, jar));
  }

  private Path script(String text) throws IOException {
    Path script = folder.resolve("mvn");
    Files.writeString(script, text);
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  private MavenClassPath classPath(Path maven, String... options) {
    return new MavenClassPath(
        folder.resolve("cache"), maven.toString(), List.of(options), notices::add);
  }

  private Path frameworks() {
    return folder.resolve("frameworks");
  }

  private int numberOfCalls() throws IOException {
    return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
  }

  @Test
  void asks_Maven_once_and_remembers() throws IOException {
    Path maven = maven();
    assertEquals(List.of(jar), classPath(maven).of(frameworks(), SOME));
    assertEquals(List.of(jar), classPath(maven).of(frameworks(), SOME));
    assertEquals(1, numberOfCalls());
  }

  @Test
  void asks_again_when_the_pom_has_changed() throws IOException {
    Path maven = maven();
    classPath(maven).of(frameworks(), SOME);
    Files.writeString(pom, "<project><!-- other --></project>");
    classPath(maven).of(frameworks(), SOME);
    assertEquals(2, numberOfCalls());
  }

  @Test
  void asks_again_when_a_file_has_gone() throws IOException {
    Path maven = maven();
    classPath(maven).of(frameworks(), SOME);
    Files.delete(jar);
    classPath(maven).of(frameworks(), SOME);
    assertEquals(2, numberOfCalls());
  }

  @Test
  void asks_again_with_other_options_and_passes_them_on() throws IOException {
    Path maven = maven();
    classPath(maven).of(frameworks(), SOME);
    classPath(maven, "-o", "-Dmaven.repo.local=/elsewhere").of(frameworks(), SOME);
    List<String> asked = Files.readAllLines(calls);
    assertEquals(2, asked.size());
    assertTrue(asked.get(1).startsWith("-o -Dmaven.repo.local=/elsewhere -B "), asked.get(1));
  }

  @Test
  void says_what_to_do_without_Maven() {
    FrameworkUnavailableException missing =
        assertThrows(
            FrameworkUnavailableException.class,
            () -> classPath(folder.resolve("no-such-maven")).of(frameworks(), SOME));
    assertTrue(
        missing.getMessage().startsWith("Maven is needed for the libraries of " + pom),
        missing.getMessage());
    assertTrue(
        missing
            .getMessage()
            .endsWith("put mvn on the PATH, or name it by the environment variable CONV4J_MAVEN"),
        missing.getMessage());
  }

  @Test
  void quotes_Mavens_first_error_and_remembers_nothing() throws IOException {
    Path maven =
        script(
            """
            #!/bin/sh
            printf '\\033[0m\\033[0m'
            echo '[ERROR] Cannot access central in offline mode: a:b:1 has not been downloaded'
            echo '[ERROR] -> [Help 1]'
            exit 1
            """);
    FrameworkUnavailableException failed =
        assertThrows(
            FrameworkUnavailableException.class, () -> classPath(maven).of(frameworks(), SOME));
    assertTrue(
        failed
            .getMessage()
            .contains(
                ": Cannot access central in offline mode: a:b:1 has not been downloaded (to see"),
        failed.getMessage());
    assertEquals(List.of(jar), classPath(maven()).of(frameworks(), SOME));
  }

  @Test
  void asks_again_when_the_machine_chooses_another_jar() throws IOException {
    Path maven = maven();
    classPath(maven).of(frameworks(), new Libraries("some", 7, Map.of("build", "-avx2")));
    classPath(maven).of(frameworks(), new Libraries("some", 7, Map.of("build", "-avx512")));
    List<String> asked = Files.readAllLines(calls);
    assertEquals(2, asked.size());
    assertTrue(asked.get(0).endsWith(" -Dbuild=-avx2"), asked.get(0));
    assertTrue(asked.get(1).endsWith(" -Dbuild=-avx512"), asked.get(1));
  }

  @Test
  void says_nothing_when_everything_is_there() throws IOException {
    classPath(maven()).of(frameworks(), SOME);
    assertEquals(List.of(), notices);
  }

  @Test
  void says_how_much_it_fetches_and_what() throws IOException {
    Path maven =
        script(
            """
            #!/bin/sh
            [ "$1" = -o ] && exit 1
            echo 'Downloading from mirror: https://mirror.example/a/b/1/b-1.pom'
            echo 'Downloading from mirror: https://mirror.example/a/b/1/b-1.jar'
            echo 'Downloaded from mirror: https://mirror.example/a/b/1/b-1.jar (5.1 MB at 2.0 MB/s)'
            for argument in "$@"; do
              case $argument in
                -Dmdep.outputFile=*) printf '%%s' '%s' > "${argument#-Dmdep.outputFile=}" ;;
              esac
            done
            """
                .formatted(jar));
    assertEquals(List.of(jar), classPath(maven).of(frameworks(), SOME));
    assertEquals(
        List.of(
            "fetching the libraries of some with Maven, up to 7 MB, this once ...",
            "  fetching b-1.jar",
            "  fetched  b-1.jar (5.1 MB)"),
        notices);
  }

  @Test
  void refuses_a_jar_that_brings_others() throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, "conv-nd4j.jar");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    assertThrows(FrameworkUnavailableException.class, () -> CodeLocation.refuseClassPathIn(jar));
  }
}
