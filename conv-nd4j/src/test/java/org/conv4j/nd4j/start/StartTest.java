package org.conv4j.nd4j.start;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The program of drop-in.md, which knows nothing of conv4j,")
class StartTest {

  private static final String STOCK_OPS = "ops: NativeOpExecutioner";
  private static final String STOCK_LAYERS = "layers: DL4J";
  private static final String OUR_OPS = "ops: ConvExecutioner";
  private static final String OUR_OPS_BY_NAME = "ops: StartupExecutioner";
  private static final String OUR_LAYERS = "layers: helper";
  private static final String BY_NAME = "-Dopexec=" + StartupExecutioner.class.getName();

  private static final String NO_HELPERS = "-Dorg.eclipse.deeplearning4j.helpers.disable=true";

  /** An executioner that the user of ND4J brings. */
  private static final String OWN_EXECUTIONER =
      """
      public final class OwnExecutioner
          extends org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner {}
      """;

  /** Where a class file has the last byte of its major version, and what it is for Java 8. */
  private static final int MAJOR_VERSION = 7;

  private static final byte JAVA_8 = 52;

  private static final Path DOCUMENT =
      Path.of("").toAbsolutePath().getParent().resolve("docs/drop-in.md");

  @TempDir private static Path folder;

  private static final Map<Way, Future<ChildJvm.Ended>> RUNS = new ConcurrentHashMap<>();
  private static ExecutorService two;
  private static Path program;

  /**
   * A way to start the program.
   *
   * @param name the rest of the sentence
   * @param ours what of conv4j is on the class path
   * @param flags of the JVM
   * @param ops what the program must say of its executioner
   * @param layers what it must say of its convolution layer
   * @param infos lines that conv4j may log at INFO
   * @param warnings and at WARN
   */
  record Way(
      String name,
      Ours ours,
      List<String> flags,
      String ops,
      String layers,
      int infos,
      int warnings) {

    @Override
    public String toString() {
      return name;
    }
  }

  /** What of conv4j is on the class path, and where. */
  enum Ours {
    NOTHING,
    FIRST,
    LAST,
    WITHOUT_SERVICES,
    WITHOUT_CONV_CORE,
    OF_A_LATER_JAVA
  }

  static List<Way> ways() {
    return List.of(
        way("runs on stock ND4J without the jar", Ours.NOTHING, STOCK_OPS, STOCK_LAYERS, 0),
        way("runs on conv4j with the jar first", Ours.FIRST, OUR_OPS, OUR_LAYERS, 1),
        way("runs on conv4j with the jar last", Ours.LAST, OUR_OPS, OUR_LAYERS, 1),
        way(
            "is left alone with conv4j.enabled=false",
            Ours.FIRST,
            STOCK_OPS,
            STOCK_LAYERS,
            0,
            "-Dconv4j.enabled=false"),
        way(
            "runs on conv4j by -Dopexec where services are lost",
            Ours.WITHOUT_SERVICES,
            OUR_OPS_BY_NAME,
            OUR_LAYERS,
            1,
            BY_NAME),
        way(
            "runs on conv4j by the agent alone",
            Ours.NOTHING,
            OUR_OPS_BY_NAME,
            OUR_LAYERS,
            1,
            agent()),
        way(
            "keeps its own executioner and its own word on helpers",
            Ours.FIRST,
            "ops: OwnExecutioner",
            STOCK_LAYERS,
            1,
            "-Dopexec=OwnExecutioner",
            NO_HELPERS),
        new Way(
            "runs on stock ND4J where conv4j cannot start",
            Ours.WITHOUT_CONV_CORE,
            List.of(),
            STOCK_OPS,
            STOCK_LAYERS,
            0,
            1),
        new Way(
            "runs on stock ND4J where a property of conv4j cannot be what it is",
            Ours.FIRST,
            List.of("-Dconv4j.threads=0"),
            STOCK_OPS,
            STOCK_LAYERS,
            0,
            1),
        new Way(
            "runs on stock ND4J where the JVM is too old for conv4j",
            Ours.OF_A_LATER_JAVA,
            List.of(),
            STOCK_OPS,
            STOCK_LAYERS,
            0,
            1));
  }

  /** The rest of the grid. */
  static List<Way> furtherWays() {
    return List.of(
        way(
            "keeps ND4J's ops with conv4j.ops=false",
            Ours.FIRST,
            STOCK_OPS,
            OUR_LAYERS,
            1,
            "-Dconv4j.ops=false"),
        way(
            "keeps DL4J's layers with conv4j.layers=false",
            Ours.FIRST,
            OUR_OPS,
            STOCK_LAYERS,
            1,
            "-Dconv4j.layers=false"),
        way(
            "is not found by conv4j where services are lost",
            Ours.WITHOUT_SERVICES,
            STOCK_OPS,
            STOCK_LAYERS,
            0),
        way(
            "is left alone by -Dopexec with conv4j.enabled=false",
            Ours.WITHOUT_SERVICES,
            OUR_OPS_BY_NAME,
            STOCK_LAYERS,
            0,
            BY_NAME,
            "-Dconv4j.enabled=false"),
        way(
            "runs on conv4j by agent and service, once",
            Ours.FIRST,
            OUR_OPS_BY_NAME,
            OUR_LAYERS,
            1,
            agent()),
        way(
            "is left alone by the agent with conv4j.enabled=false",
            Ours.NOTHING,
            STOCK_OPS,
            STOCK_LAYERS,
            0,
            agent(),
            "-Dconv4j.enabled=false"),
        new Way(
            "is left alone by the agent where a property of conv4j cannot be what it is",
            Ours.NOTHING,
            List.of(agent(), "-Dconv4j.vector.from=later"),
            STOCK_OPS,
            STOCK_LAYERS,
            0,
            1),
        new Way(
            "is left alone by -Dopexec where a property of conv4j cannot be what it is",
            Ours.WITHOUT_SERVICES,
            List.of(BY_NAME, "-Dconv4j.workspace=8m"),
            OUR_OPS_BY_NAME,
            STOCK_LAYERS,
            0,
            1),
        way(
            "keeps its own executioner beside the agent",
            Ours.NOTHING,
            "ops: OwnExecutioner",
            OUR_LAYERS,
            0,
            agent(),
            "-Dopexec=OwnExecutioner"));
  }

  private static String agent() {
    return "-javaagent:" + folder.resolve("agent.jar");
  }

  private static Way way(
      String name, Ours ours, String ops, String layers, int infos, String... flags) {
    return new Way(name, ours, List.of(flags), ops, layers, infos, 0);
  }

  @BeforeAll
  static void startAll() throws IOException {
    program = Files.createDirectory(folder.resolve("program"));
    StrangerProgram.compile(
        program, ChildJvm.libraries(), StrangerProgram.blocks(DOCUMENT).get(0), OWN_EXECUTIONER);
    copyWithoutServices(ChildJvm.CONV_ND4J, folder.resolve("merged"));
    writeAgent(folder.resolve("agent.jar"));
    copyForALaterJava(ChildJvm.CONV_ND4J, folder.resolve("later"));
    two = Executors.newFixedThreadPool(2);
    for (Way way : ways()) {
      RUNS.put(way, two.submit(() -> run(way)));
    }
  }

  @AfterAll
  static void stop() {
    two.shutdownNow();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void computesTheSame(Way way) throws Exception {
    assertRan(way, RUNS.get(way).get());
  }

  @ParameterizedTest(name = "{0}")
  @Tag("exhaustive")
  @MethodSource("furtherWays")
  void computesTheSameInOtherWays(Way way) throws Exception {
    assertRan(way, run(way));
  }

  private static ChildJvm.Ended run(Way way) throws IOException, InterruptedException {
    return ChildJvm.run(folder, classPath(way.ours(), program), way.flags(), "Stripes");
  }

  private static void assertRan(Way way, ChildJvm.Ended run) throws Exception {
    ChildJvm.Ended stock = RUNS.get(ways().get(0)).get();

    assertEquals(0, run.status(), () -> String.join("\n", run.errors()));
    assertEquals(4, run.output().size(), run.output()::toString);
    assertTrue(stock.output().get(0).matches("loss after 10 iterations: 0\\.\\d{9}"));
    assertAll(
        () -> assertEquals(stock.output().subList(0, 2), run.output().subList(0, 2)),
        () -> assertEquals(List.of(way.ops(), way.layers()), run.output().subList(2, 4)),
        () -> assertEquals(way.infos(), run.logged("INFO").size(), run.errors()::toString),
        () -> assertEquals(way.warnings(), run.logged("WARN").size(), run.errors()::toString),
        () -> assertEquals(List.of(), run.logged("ERROR")));
  }

  @Test
  @DisplayName("has a companion that asks what becomes of the layers of one network")
  void reportsOnOneNetwork() throws Exception {
    Path companion = Files.createDirectory(folder.resolve("companion"));
    List<Path> classPath = classPath(Ours.FIRST, companion);
    StrangerProgram.compile(companion, classPath, StrangerProgram.blocks(DOCUMENT).get(1));

    ChildJvm.Ended run =
        ChildJvm.run(folder, classPath, List.of("-Dconv4j.layers=false"), "OneNetwork");

    assertEquals(
        List.of(
            "first: [FORWARD, INPUT_GRADIENT, FILTER_GRADIENT, BIAS_GRADIENT]",
            "answer: neither convolution nor batch normalization",
            "back with DL4J: true"),
        run.output(),
        run.errors()::toString);
  }

  private static List<Path> classPath(Ours ours, Path program) {
    List<Path> classPath = new ArrayList<>();
    Path convNd4j =
        switch (ours) {
          case WITHOUT_SERVICES -> folder.resolve("merged");
          case OF_A_LATER_JAVA -> folder.resolve("later");
          default -> ChildJvm.CONV_ND4J;
        };
    List<Path> own =
        switch (ours) {
          case NOTHING -> List.of();
          case FIRST, LAST, WITHOUT_SERVICES, OF_A_LATER_JAVA ->
              List.of(convNd4j, ChildJvm.CONV_CORE);
          case WITHOUT_CONV_CORE -> List.of(convNd4j);
        };
    if (ours != Ours.LAST) {
      classPath.addAll(own);
    }
    classPath.add(program);
    classPath.addAll(ChildJvm.libraries());
    if (ours == Ours.LAST) {
      classPath.addAll(own);
    }
    return classPath;
  }

  /** What the build packs as the agent: the classes of both modules, without the service file. */
  private static void writeAgent(Path agent) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", Agent.class.getName());
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(agent), manifest)) {
      for (Path classes : List.of(folder.resolve("merged"), ChildJvm.CONV_CORE)) {
        filesOf(
            classes,
            (name, file) -> {
              if (name.endsWith(".class")) {
                jar.putNextEntry(new JarEntry(name));
                Files.copy(file, jar);
              }
            });
      }
    }
  }

  private static void copyWithoutServices(Path from, Path to) throws IOException {
    filesOf(
        from,
        (name, file) -> {
          Path target = to.resolve(name);
          if (!target.getParent().endsWith("services")) {
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
          }
        });
  }

  /**
   * A copy for whose classes this JVM is as much too old as another is for the real ones; except
   * the service, which is compiled for Java 8.
   */
  private static void copyForALaterJava(Path from, Path to) throws IOException {
    filesOf(
        from,
        (name, file) -> {
          Path target = to.resolve(name);
          Files.createDirectories(target.getParent());
          byte[] bytes = Files.readAllBytes(file);
          if (file.toString().endsWith(".class") && bytes[MAJOR_VERSION] != JAVA_8) {
            bytes[MAJOR_VERSION] = Byte.MAX_VALUE;
          }
          Files.write(target, bytes);
        });
  }

  private interface FileAction {
    void accept(String name, Path file) throws IOException;
  }

  /** Of a folder, or of a jar, which the module before this one is when the build has packed it. */
  private static void filesOf(Path root, FileAction action) throws IOException {
    if (Files.isRegularFile(root)) {
      try (FileSystem jar = FileSystems.newFileSystem(root)) {
        filesOf(jar.getPath("/"), action);
      }
      return;
    }
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        action.accept(root.relativize(file).toString().replace('\\', '/'), file);
      }
    }
  }
}
