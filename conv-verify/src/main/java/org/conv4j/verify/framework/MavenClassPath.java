package org.conv4j.verify.framework;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
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
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The libraries of a framework, from its pom, resolved by the user's own Maven: its settings,
 * mirrors, proxies and local repository apply. What was found is kept under {@code target/} and
 * used again while the pom and the Maven options are the same and the files are there. Maven is
 * first asked offline; only if something is missing, the user is told how much that may be, and it
 * is fetched.
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

  private static final Pattern DOWNLOAD =
      Pattern.compile("Download(ing|ed) from \\S+: \\S*/(\\S+\\.jar)(?: \\((.*) at .*\\))?");

  private final Path cache;
  private final String executable;
  private final List<String> options;
  private final Consumer<String> notices;

  /**
   * Resolves with an executable and options.
   *
   * @param cache folder where results are kept
   * @param notices is told what is fetched
   */
  MavenClassPath(Path cache, String executable, List<String> options, Consumer<String> notices) {
    this.cache = cache;
    this.executable = executable;
    this.options = List.copyOf(options);
    this.notices = notices;
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
    return new MavenClassPath(
        home.resolve("target").resolve("class-paths"),
        executable(),
        options,
        notice -> System.err.println("conv4j: " + notice));
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
   * @param frameworks folder of the frameworks' poms
   * @param libraries what to resolve
   * @throws FrameworkUnavailableException if Maven is missing or cannot resolve it
   */
  List<Path> of(Path frameworks, Libraries libraries) {
    Path pom = frameworks.resolve(libraries.folder()).resolve("pom.xml");
    try {
      Path kept = cache.resolve(libraries.folder() + "-" + key(pom, libraries) + ".txt");
      return complete(read(kept)) ? read(kept) : resolved(pom, libraries, kept);
    } catch (IOException failure) {
      throw new FrameworkUnavailableException(
          "the class path of " + pom + " cannot be had: " + failure, failure);
    }
  }

  private static boolean complete(List<Path> files) {
    return !files.isEmpty() && files.stream().allMatch(Files::exists);
  }

  /** One Maven at a time: two would download the same files into the same repository. */
  private List<Path> resolved(Path pom, Libraries libraries, Path kept) throws IOException {
    Files.createDirectories(cache);
    synchronized (MavenClassPath.class) {
      try (FileChannel channel =
              FileChannel.open(
                  cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (!lock.isValid() || !complete(read(kept))) {
          resolve(pom, libraries, kept);
        }
        return read(kept);
      }
    }
  }

  private void resolve(Path pom, Libraries libraries, Path kept) throws IOException {
    Path fresh = Files.createTempFile(cache, "resolving", ".txt");
    try {
      List<String> goal = goal(pom, libraries, fresh);
      if (offline()) {
        demand(goal, pom, output -> {});
      } else if (run(command(goal, "-o"), pom, output -> {}).status() != 0) {
        notices.accept(
            "fetching the libraries of %s with Maven, up to %d MB, this once ..."
                .formatted(libraries.folder(), libraries.megabytes()));
        demand(goal, pom, this::tell);
      }
      Files.move(fresh, kept, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static List<String> goal(Path pom, Libraries libraries, Path result) {
    List<String> goal =
        new ArrayList<>(
            List.of(
                "-B",
                "-f",
                pom.toString(),
                GOAL,
                "-Dmdep.outputFile=" + result,
                "-Dmdep.pathSeparator=" + File.pathSeparator));
    libraries.properties().forEach((name, value) -> goal.add("-D" + name + "=" + value));
    return goal;
  }

  private List<String> command(List<String> goal, String... added) {
    List<String> command = new ArrayList<>();
    command.add(executable);
    command.addAll(options);
    command.addAll(List.of(added));
    command.addAll(goal);
    return command;
  }

  private boolean offline() {
    return options.contains("-o") || options.contains("--offline");
  }

  /** Passes on what Maven says of jars. */
  private void tell(String line) {
    Matcher download = DOWNLOAD.matcher(line.replaceAll(COLOUR, ""));
    if (!download.find()) {
      return;
    }
    if (download.group(3) == null) {
      notices.accept("  fetching " + download.group(2));
    } else {
      notices.accept("  fetched  " + download.group(2) + " (" + download.group(3) + ")");
    }
  }

  private void demand(List<String> goal, Path pom, Consumer<String> lines) {
    List<String> command = command(goal);
    Finished maven = run(command, pom, lines);
    if (maven.status() != 0) {
      throw new FrameworkUnavailableException(
          "Maven cannot resolve the libraries of "
              + pom
              + ": "
              + firstError(maven.output())
              + " (to see all of it: "
              + command.stream()
                  .filter(argument -> !argument.startsWith("-Dmdep."))
                  .collect(Collectors.joining(" "))
              + ")");
    }
  }

  private record Finished(int status, String output) {}

  private Finished run(List<String> command, Path pom, Consumer<String> lines) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("MAVEN_ARGS");
    try {
      Process maven = builder.start();
      maven.getOutputStream().close();
      StringBuilder output = new StringBuilder();
      try (BufferedReader reader = maven.inputReader(StandardCharsets.UTF_8)) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          output.append(line).append('\n');
          lines.accept(line);
        }
      }
      return new Finished(maven.waitFor(), output.toString());
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

  private String key(Path pom, Libraries libraries) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(Files.readAllBytes(pom));
      digest.update(String.join("\n", options).getBytes(StandardCharsets.UTF_8));
      digest.update(
          new TreeMap<>(libraries.properties()).toString().getBytes(StandardCharsets.UTF_8));
      digest.update(
          (System.getProperty("os.name") + System.getProperty("os.arch"))
              .getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException everyJvmHasIt) {
      throw new IllegalStateException(everyJvmHasIt);
    }
  }
}
