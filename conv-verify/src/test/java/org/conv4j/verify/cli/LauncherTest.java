package org.conv4j.verify.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The script {@code conv4j}, in a project that is only a skeleton, with a java and a mvn that write
 * down how they were called.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
@DisplayNameGeneration(DisplayNameGenerator.Simple.class)
class LauncherTest {

  @TempDir private Path temp;

  private Path home;
  private Path bin;
  private Path elsewhere;

  @BeforeEach
  void makeTheSkeleton() throws IOException {
    home = Files.createDirectories(temp.resolve("my projects/conv4j"));
    bin = Files.createDirectories(temp.resolve("bin"));
    elsewhere = Files.createDirectories(temp.resolve("else where"));
    Files.copy(Path.of("..", "conv4j"), home.resolve("conv4j"));
    makeExecutable(home.resolve("conv4j"));
    Files.writeString(
        home.resolve("pom.xml"), "<project>\n  <version>1.2.3</version>\n</project>\n");
    for (String module : List.of("conv-core", "conv-nd4j", "conv-verify")) {
      Files.createDirectories(home.resolve(module).resolve("src/main"));
      Files.writeString(home.resolve(module).resolve("pom.xml"), "<project/>");
    }
    java("17.0.9", 0);
    maven("mkdir -p conv-verify/target && touch conv-verify/target/conv-verify-1.2.3.jar");
    script("javac", "");
    for (String tool :
        List.of(
            "bash",
            "dirname",
            "readlink",
            "sed",
            "head",
            "find",
            "mkdir",
            "touch",
            "mv",
            "rm",
            "cat",
            "sleep",
            "env",
            "sort")) {
      Path wrapper = bin.resolve(tool);
      Files.writeString(wrapper, "#!%s\nexec %s \"$@\"\n".formatted(which("bash"), which(tool)));
      makeExecutable(wrapper);
    }
  }

  private static Path which(String tool) {
    for (String folder : List.of("/usr/bin", "/bin", "/usr/local/bin", "/opt/homebrew/bin")) {
      if (Files.isExecutable(Path.of(folder, tool))) {
        return Path.of(folder, tool);
      }
    }
    throw new IllegalStateException("this system has no " + tool);
  }

  private static void makeExecutable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void script(String name, String body) throws IOException {
    Path file = bin.resolve(name);
    Files.writeString(file, "#!/usr/bin/env bash\n" + body + "\n");
    makeExecutable(file);
  }

  /** A java of that version; called otherwise it prints folder and arguments and exits so. */
  private void java(String version, int exitCode) throws IOException {
    script(
        "java",
        """
        if [ "$1" = -version ]; then echo 'openjdk version "%s" 2023-10-17' >&2; exit 0; fi
        echo "in $PWD"
        printf '<%%s>\\n' "$@"
        exit %d"""
            .formatted(version, exitCode));
  }

  private void maven(String action) throws IOException {
    maven("3.8.7", action);
  }

  private void maven(String version, String action) throws IOException {
    script(
        "mvn",
        """
        case " $* " in *" -version "*) echo 'Apache Maven %s (abc)'; exit 0;; esac
        echo mvn "$@" >> '%s'
        cd '%s' && %s"""
            .formatted(version, temp.resolve("builds"), home, action));
  }

  private long builds() throws IOException {
    Path log = temp.resolve("builds");
    return Files.exists(log) ? Files.readAllLines(log).size() : 0;
  }

  /** What came of a call. */
  private record Call(int exitCode, List<String> out, String err) {}

  private Call call(Path launcher, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    Path err = temp.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(elsewhere.toFile()).redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", bin.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the launcher does not end");
    return new Call(process.exitValue(), out.lines().toList(), Files.readString(err));
  }

  private Call call(String... arguments) throws Exception {
    return call(home.resolve("conv4j"), arguments);
  }

  private void assertRefused(Call call, String part) {
    assertEquals(3, call.exitCode(), call.err());
    assertTrue(call.err().contains(part), call.err());
    assertEquals(List.of(), call.out());
  }

  @Test
  void buildsOnceAndSaysSoInOneLine() throws Exception {
    Call first = call("--help");
    assertEquals(0, first.exitCode(), first.err());
    assertEquals(1, first.err().lines().count(), first.err());
    assertTrue(first.err().startsWith("conv4j: building"), first.err());
    assertEquals("", call("--help").err());
    assertEquals(1, builds());
  }

  @Test
  void buildsAgainWhenASourceIsNewer() throws Exception {
    call();
    Path source = home.resolve("conv-core/src/main/New.java");
    Files.writeString(source, "class New {}");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    call();
    assertEquals(2, builds());
  }

  @Test
  void buildsAgainWhenTheJarIsGone() throws Exception {
    call();
    Files.delete(home.resolve("conv-verify/target/conv-verify-1.2.3.jar"));
    call();
    assertEquals(2, builds());
  }

  @Test
  void passesArgumentsUnchanged() throws Exception {
    Call call = call("report", "--case", "two words", "", "*", "$HOME", "--out=a b");
    List<String> passed =
        call.out()
            .subList(call.out().indexOf("<" + Conv4j.class.getName() + ">") + 1, call.out().size());
    assertEquals(
        List.of("<report>", "<--case>", "<two words>", "<>", "<*>", "<$HOME>", "<--out=a b>"),
        passed);
  }

  @Test
  void passesTheExitCode() throws Exception {
    for (int exitCode : new int[] {0, 1, 2, 3, 137}) {
      java("17.0.9", exitCode);
      assertEquals(exitCode, call().exitCode());
    }
  }

  @Test
  void staysInTheUsersFolderAndTellsItsOwn() throws Exception {
    Call call = call();
    assertEquals("in " + elsewhere.toRealPath(), call.out().get(0));
    assertTrue(call.out().contains("<-Dconv4j.home=" + home.toRealPath() + ">"), call.out() + "");
    assertTrue(call.out().contains("<-Dconv4j.terminal=false>"), call.out() + "");
  }

  @Test
  void worksThroughSymbolicLinks() throws Exception {
    Path link = Files.createSymbolicLink(temp.resolve("link"), home.resolve("conv4j"));
    Path second =
        Files.createSymbolicLink(elsewhere.resolve("linked twice"), Path.of("..", "link"));
    for (Path each : List.of(link, second)) {
      Call call = call(each);
      assertEquals(0, call.exitCode(), call.err());
      assertTrue(call.out().contains("<-Dconv4j.home=" + home.toRealPath() + ">"), call.err());
    }
  }

  @Test
  void showsWhyABuildFailedAndTriesAgainNextTime() throws Exception {
    maven("{ echo '[ERROR] no such symbol'; exit 1; }");
    Call failed = call();
    assertRefused(failed, "[ERROR] no such symbol");
    assertTrue(failed.err().contains("the build failed"), failed.err());
    assertRefused(call(), "the build failed");
    assertEquals(2, builds());
    assertFalse(Files.exists(home.resolve("target/conv4j.building")));
  }

  @Test
  void refusesAnOldJava() throws Exception {
    java("11.0.2", 0);
    assertRefused(call(), "is Java 11.0.2: conv4j needs 17 or newer");
    java("1.8.0_392", 0);
    assertRefused(call(), "is Java 1.8.0_392: conv4j needs 17 or newer");
    assertEquals(0, builds());
  }

  @Test
  void takesANewJava() throws Exception {
    java("25", 0);
    assertEquals(0, call().exitCode());
    java("26-ea", 0);
    assertEquals(0, call().exitCode());
  }

  @Test
  void saysThatJavaIsMissing() throws Exception {
    Files.delete(bin.resolve("java"));
    assertRefused(call(), "no java on the PATH: install a JDK 17 or newer");
  }

  @Test
  void saysThatMavenIsMissing() throws Exception {
    Files.delete(bin.resolve("mvn"));
    assertRefused(call(), "there is no mvn on the PATH: install Maven");
  }

  @ParameterizedTest
  @CsvSource({"3.6.2, false", "3.6.3, true", "3.10.1, true", "2.9.9, false", "4.0.0, true"})
  void takesNoOldMaven(String version, boolean taken) throws Exception {
    maven(version, "mkdir -p conv-verify/target && touch conv-verify/target/conv-verify-1.2.3.jar");
    Call call = call();
    if (taken) {
      assertEquals(0, call.exitCode(), call.err());
    } else {
      assertRefused(call, "mvn is Maven " + version + ": it needs 3.6.3 or newer");
    }
  }

  @Test
  void needsNoMavenOnceBuilt() throws Exception {
    call();
    Files.delete(bin.resolve("mvn"));
    assertEquals(0, call().exitCode());
  }

  @Test
  void saysThatTheCompilerIsMissing() throws Exception {
    Files.delete(bin.resolve("javac"));
    assertRefused(call(), "belongs to no JDK");
  }

  @Test
  void takesTheTurnOfADeadProcess() throws Exception {
    Path turn = Files.createDirectories(home.resolve("target/conv4j.building"));
    Files.writeString(turn.resolve("pid"), "999999999");
    assertEquals(0, call().exitCode());
    assertEquals(1, builds());
  }
}
