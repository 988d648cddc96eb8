package org.conv4j.verify.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.conv4j.verify.record.ReportRecord;

/** Which conv4j this is. */
public final class ToolInfo {

  private ToolInfo() {}

  /** The version in this jar's manifest; "development" when the classes come from no jar. */
  public static String version() {
    String version = ToolInfo.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /**
   * With the commit of the sources in {@code home}, as git tells it.
   *
   * @return commit "unknown" where there is no git, or no repository whose root is that folder
   */
  static ReportRecord.Tool of(Path home) {
    Optional<String> root = git(home, "rev-parse", "--show-prefix");
    Optional<String> commit = git(home, "rev-parse", "HEAD");
    if (commit.isEmpty() || !root.equals(Optional.of(""))) {
      return new ReportRecord.Tool(version(), "unknown", false);
    }
    boolean dirty =
        git(home, "status", "--porcelain").map(changes -> !changes.isEmpty()).orElse(true);
    return new ReportRecord.Tool(version(), commit.get(), dirty);
  }

  private static Optional<String> git(Path home, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git", "-C", home.toString()));
    command.addAll(List.of(arguments));
    try {
      Process git =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      git.getOutputStream().close();
      String answer = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return git.waitFor(10, TimeUnit.SECONDS) && git.exitValue() == 0
          ? Optional.of(answer.strip())
          : Optional.empty();
    } catch (IOException noGit) {
      return Optional.empty();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
