package org.conv4j.nd4j.start;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;

/** A program of somebody else, compiled against ND4J and DL4J alone. */
final class StrangerProgram {

  private static final Pattern JAVA = Pattern.compile("(?ms)^```java\\n(.*?)^```$");
  private static final Pattern NAME = Pattern.compile("public final class (\\w+)");

  private StrangerProgram() {}

  /** The Java blocks of a document, in order; each is a compilation unit. */
  static List<String> blocks(Path document) throws IOException {
    return JAVA.matcher(Files.readString(document).replace("\r\n", "\n"))
        .results()
        .map(block -> block.group(1))
        .toList();
  }

  /** The name of the public class of {@code source}. */
  static String nameOf(String source) {
    Matcher name = NAME.matcher(source);
    assertTrue(name.find(), "no public class");
    return name.group(1);
  }

  /**
   * Compiles {@code sources} into {@code folder}.
   *
   * @param classPath what they may name
   */
  static void compile(Path folder, List<Path> classPath, String... sources) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-proc:none",
                "-d",
                folder.toString(),
                "-cp",
                classPath.stream()
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator))));
    for (String source : sources) {
      Path file = folder.resolve(nameOf(source) + ".java");
      Files.writeString(file, source);
      arguments.add(file.toString());
    }
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertTrue(status == 0, "does not compile");
  }
}
