package org.conv4j.verify.report;

import java.util.regex.Pattern;

/** The command line that repeats one result. */
public final class Repro {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.,:/=+@%-]+");

  private Repro() {}

  /**
   * The command that runs exactly this case, on this framework, in this direction.
   *
   * @param caseId {@code notation/tier/seed}
   * @param framework its id
   * @param direction its id
   */
  public static String command(String caseId, String framework, String direction) {
    return "./conv4j report --case "
        + quoted(caseId)
        + " --frameworks "
        + word(framework)
        + " --direction "
        + word(direction);
  }

  /**
   * The command that tries all relations on this case and framework.
   *
   * @param caseId {@code notation/tier/seed}
   * @param framework its id
   */
  public static String relations(String caseId, String framework) {
    return "./conv4j report --case "
        + quoted(caseId)
        + " --frameworks "
        + word(framework)
        + " --relations all";
  }

  /** {@code text} as one word of a POSIX shell, quoted only where it must be. */
  public static String word(String text) {
    return PLAIN.matcher(text).matches() ? text : quoted(text);
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
