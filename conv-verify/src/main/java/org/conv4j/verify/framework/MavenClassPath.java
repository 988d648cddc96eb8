package org.conv4j.verify.framework;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The libraries of a framework, from its pom, resolved by the user's own Maven: its settings,
 * mirrors, proxies and local repository apply. What was found is kept under {@code target/} and
 * used again while the pom and the Maven options are the same and the files are there.
 *
 * <p>Options, in this order: environment {@code MAVEN_ARGS} (given to Maven versions that do not
 * read it themselves, too), environment {@code CONV4J_MAVEN_ARGS}, system property {@code
 * conv4j.maven.args} (all separated by blanks); system properties {@code maven.repo.local} (a
 * folder), {@code conv4j.maven.offline} ({@code true} or {@code false}) and {@code
 * conv4j.maven.settings} (a file, ignored if missing). System property {@code conv4j.maven} or
 * environment {@code CONV4J_MAVEN} names the executable; otherwise it is {@code mvn} from the PATH.
 */
final class MavenClassPath {

  private static final String GOAL =
      "org.apache.maven.plugins:maven-dependency-plugin:build-classpath";

  /** What Maven prints around its lines even where there is no terminal. */
  private static final String COLOUR = "\u001b\\[[\\d;]*m";

  private final Path cache;
  private final String executable;
  private final List<String> options;

  /** Resolves with an executable and options, keeping results in the folder {@code cache}. */
  MavenClassPath(Path cache, String executable, List<String> options) {
    this.cache = cache;
    this.executable = executable;
    this.options = List.copyOf(options);
  }

  /** As the environment and the system properties say. */
  static MavenClassPath ofUser(Path home) {
    List<String> options = new ArrayList<>();
    Stream.of(
            System.getenv("MAVEN_ARGS"),
            System.getenv("CONV4J_MAVEN_ARGS"),
            System.getProperty("conv4j.maven.args"))
        .filter(arguments -> arguments != null && !arguments.isBlank())
        .flatMap(arguments -> Arrays.stream(arguments.strip().split("\\s+")))
        .forEach(options::add);
    String repository = System.getProperty("maven.repo.local");
    if (repository != null && !repository.isBlank()) {
      options.add("-Dmaven.repo.local=" + repository);
    }
    if (Boolean.getBoolean("conv4j.maven.offline")) {
      options.add("-o");
    }
    String settings = System.getProperty("conv4j.maven.settings");
    if (settings != null && Files.isRegularFile(Path.of(settings))) {
      options.addAll(List.of("-s", settings));
    }
    return new MavenClassPath(home.resolve("target").resolve("class-paths"), executable(), options);
  }

  private static String executable() {
    String given = System.getProperty("conv4j.maven", System.getenv("CONV4J_MAVEN"));
    if (given != null && !given.isBlank()) {
      return given;
    }
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    return windows ? "mvn.cmd" : "mvn";
  }

  /**
   * The files of the class path, in order.
   *
   * @param pom a framework's pom
   * @throws FrameworkUnavailableException if Maven is missing or cannot resolve it
   */
  List<Path> of(Path pom) {
    try {
      Path kept = cache.resolve(pom.getParent().getFileName() + "-" + key(pom) + ".txt");
      return complete(read(kept)) ? read(kept) : resolved(pom, kept);
    } catch (IOException failure) {
      throw new FrameworkUnavailableException(
          "the class path of " + pom + " cannot be had: " + failure, failure);
    }
  }

  private static boolean complete(List<Path> files) {
    return !files.isEmpty() && files.stream().allMatch(Files::exists);
  }

  /** One Maven at a time: two would download the same files into the same repository. */
  private List<Path> resolved(Path pom, Path kept) throws IOException {
    Files.createDirectories(cache);
    synchronized (MavenClassPath.class) {
      try (FileChannel channel =
              FileChannel.open(
                  cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (!lock.isValid() || !complete(read(kept))) {
          resolve(pom, kept);
        }
        return read(kept);
      }
    }
  }

  private void resolve(Path pom, Path kept) throws IOException {
    Path fresh = Files.createTempFile(cache, "resolving", ".txt");
    try {
      List<String> command = new ArrayList<>();
      command.add(executable);
      command.addAll(options);
      command.addAll(
          List.of(
              "-B",
              "-q",
              "-f",
              pom.toString(),
              GOAL,
              "-Dmdep.outputFile=" + fresh,
              "-Dmdep.pathSeparator=" + File.pathSeparator));
      run(command, pom);
      Files.move(fresh, kept, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private void run(List<String> command, Path pom) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("MAVEN_ARGS");
    String output;
    int status;
    try {
      Process maven = builder.start();
      maven.getOutputStream().close();
      try (InputStream stream = maven.getInputStream()) {
        output = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      }
      status = maven.waitFor();
    } catch (IOException missing) {
      throw new FrameworkUnavailableException(
          "Maven is needed for the libraries of "
              + pom
              + ", but '"
              + executable
              + "' cannot be run ("
              + missing.getMessage()
              + "): put mvn on the PATH, or name it by the environment variable CONV4J_MAVEN",
          missing);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new FrameworkUnavailableException("interrupted while Maven resolved " + pom);
    }
    if (status != 0) {
      throw new FrameworkUnavailableException(
          "Maven cannot resolve the libraries of "
              + pom
              + ": "
              + firstError(output)
              + " (to see all of it: "
              + command.stream()
                  .filter(argument -> !argument.startsWith("-Dmdep.") && !argument.equals("-q"))
                  .collect(Collectors.joining(" "))
              + ")");
    }
  }

  private static String firstError(String output) {
    return output
        .replaceAll(COLOUR, "")
        .lines()
        .filter(line -> line.startsWith("[ERROR] "))
        .map(line -> line.substring("[ERROR] ".length()).replace("-> [Help 1]", "").strip())
        .filter(line -> !line.isEmpty())
        .findFirst()
        .orElse(output.strip());
  }

  private static List<Path> read(Path kept) throws IOException {
    if (!Files.exists(kept)) {
      return List.of();
    }
    return Arrays.stream(Files.readString(kept).strip().split(File.pathSeparator))
        .filter(entry -> !entry.isEmpty())
        .map(Path::of)
        .toList();
  }

  private String key(Path pom) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(Files.readAllBytes(pom));
      digest.update(String.join("\n", options).getBytes(StandardCharsets.UTF_8));
      digest.update(
          (System.getProperty("os.name") + System.getProperty("os.arch"))
              .getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException everyJvmHasIt) {
      throw new IllegalStateException(everyJvmHasIt);
    }
  }
}
