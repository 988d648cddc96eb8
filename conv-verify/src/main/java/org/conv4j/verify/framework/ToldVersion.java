package org.conv4j.verify.framework;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Holds what a framework says of its version against the files that it was started with: some jar
 * must bear one of the version numbers told in its name or version; 3.11.0 is borne by 3.11, too.
 */
final class ToldVersion {

  private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)+[\\w.-]*");

  private static final Pattern ENDS_IN_ZERO = Pattern.compile("(\\.\\d+)(\\.0)+$");

  private ToldVersion() {}

  /**
   * Returns for a framework that tells no version number, or one that a file bears.
   *
   * @param classPath of the framework
   * @throws FrameworkUnavailableException otherwise, naming what was told
   */
  static void refuseUnproven(FrameworkInfo info, List<Path> classPath) {
    Matcher told = NUMBER.matcher(info.name() + " " + info.version());
    boolean any = false;
    while (told.find()) {
      any = true;
      String number = ENDS_IN_ZERO.matcher(told.group()).replaceFirst("$1");
      if (classPath.stream().anyMatch(file -> file.getFileName().toString().contains(number))) {
        return;
      }
    }
    if (any) {
      throw new FrameworkUnavailableException(
          "%s is refused: it says that it is %s %s, and no file on its class path bears that number"
              .formatted(info.id(), info.name(), info.version()));
    }
  }
}
