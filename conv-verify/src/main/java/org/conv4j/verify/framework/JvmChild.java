package org.conv4j.verify.framework;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.conv4j.verify.framework.child.ChildLoop;

/** The command line of a child JVM. */
final class JvmChild {

  static final String VECTOR_MODULE = "jdk.incubator.vector";
  static final int NATIVE_ACCESS_WARNS_SINCE = 24;

  /** What is judged is the code that a program soon runs, and not what stands in. */
  private static final String VECTORS_AT_ONCE = "-Dconv4j.vector.from=first";

  private JvmChild() {}

  /**
   * A child that runs {@code framework}.
   *
   * @param setting of it, which it knows
   * @param options limits, threads and added arguments
   */
  static ChildCommand of(KnownFramework framework, Setting setting, FrameworkOptions options) {
    List<String> arguments = setting.algorithm().map(List::of).orElse(List.of());
    return of(framework, setting, framework.mainClass(), arguments, options);
  }

  /** A child with what {@code framework} has, that runs another class. */
  static ChildCommand of(
      KnownFramework framework,
      Setting setting,
      String mainClass,
      List<String> arguments,
      FrameworkOptions options) {
    List<String> jvm = new ArrayList<>();
    if (framework.nd4j().withConvNd4j() && setting.vectorApi() && hasVectorModule()) {
      jvm.add("--add-modules=" + VECTOR_MODULE);
      jvm.add(VECTORS_AT_ONCE);
    }
    jvm.addAll(options.jvmArguments());
    return of(classPath(framework, options), jvm, mainClass, arguments, options);
  }

  /** What {@code framework} needs: our own classes first, then its libraries. */
  static List<Path> classPath(KnownFramework framework, FrameworkOptions options) {
    List<Path> classPath = new ArrayList<>(own(framework));
    framework
        .libraries()
        .map(libraries -> MavenClassPath.ofUser(options.home()).of(options.frameworks(), libraries))
        .ifPresent(classPath::addAll);
    return classPath;
  }

  /** A child that runs {@code mainClass}, which must serve by {@link ChildLoop}. */
  static ChildCommand of(
      List<Path> classPath,
      List<String> jvmArguments,
      String mainClass,
      List<String> arguments,
      FrameworkOptions options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            // Many children live at once: what a large case needed is given back after it.
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=30",
            "-XX:+DisplayVMOutputToStderr",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=" + crashFolder(options).resolve("hs_err_pid%p.log"),
            "-Djava.awt.headless=true",
            "-Dorg.nd4j.log.initialization=false",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"));
    if (Runtime.version().feature() >= NATIVE_ACCESS_WARNS_SINCE) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(jvmArguments);
    command.add("-cp");
    command.add(
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    command.add(mainClass);
    command.addAll(arguments);
    return new ChildCommand(
        onItsOwnChannel(command), environment(options.threads()), options.home());
  }

  /** What the children share with this process: the protocol, and conv-nd4j only where asked. */
  private static List<Path> own(KnownFramework framework) {
    List<String> classes =
        new ArrayList<>(
            List.of(
                "org.conv4j.verify.framework.child.ChildLoop",
                "org.conv4j.ConvProblem",
                "com.fasterxml.jackson.databind.ObjectMapper",
                "com.fasterxml.jackson.core.JsonFactory",
                "com.fasterxml.jackson.annotation.JsonProperty"));
    if (framework.libraries().isEmpty()) {
      classes.add("org.slf4j.Logger");
      classes.add("org.slf4j.impl.SimpleLogger");
    }
    if (framework.nd4j().withConvNd4j()) {
      classes.add("org.conv4j.nd4j.Nd4jConvolution");
    }
    return classes.stream().map(CodeLocation::of).distinct().toList();
  }

  /**
   * Where there is a shell, answers get a file descriptor of their own and the real standard output
   * goes where errors go: then not even a native library's print can garble an answer. Elsewhere
   * the child keeps its standard output and only Java's {@code System.out} is turned away.
   */
  private static List<String> onItsOwnChannel(List<String> command) {
    if (!Files.isExecutable(Path.of("/bin/sh")) || !Files.exists(Path.of("/dev/fd"))) {
      return command;
    }
    List<String> wrapped = new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\" 3>&1 1>&2", "sh"));
    wrapped.add(command.get(0));
    wrapped.add("-D" + ChildLoop.CHANNEL_PROPERTY + "=/dev/fd/3");
    wrapped.addAll(command.subList(1, command.size()));
    return wrapped;
  }

  private static Map<String, String> environment(int threads) {
    String number = Integer.toString(threads);
    return Map.of(
        "OMP_NUM_THREADS",
        number,
        "OPENBLAS_NUM_THREADS",
        number,
        // Idle children must not take the processor from the one that is asked.
        "OMP_WAIT_POLICY",
        "PASSIVE",
        "OPENBLAS_THREAD_TIMEOUT",
        "4",
        // TensorFlow leaves oneDNN out on some processors; all are to run the same kernels.
        "TF_ENABLE_ONEDNN_OPTS",
        "1",
        "TF_CPP_MIN_LOG_LEVEL",
        "1",
        // A large array that is freed goes back to the system, page by page: by huge pages, that
        // and
        // its return do not drown the computation.
        "GLIBC_TUNABLES",
        System.getenv().getOrDefault("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1"),
        // ONNX Runtime reports its use over the network unless told not to before it starts.
        "ORT_DISABLE_TELEMETRY",
        "1");
  }

  private static Path crashFolder(FrameworkOptions options) {
    Path folder = options.home().resolve("target").resolve("crashes");
    try {
      return Files.createDirectories(folder);
    } catch (IOException unwritable) {
      return Path.of(System.getProperty("java.io.tmpdir"));
    }
  }

  static boolean hasVectorModule() {
    return ModuleFinder.ofSystem().find(VECTOR_MODULE).isPresent();
  }
}
