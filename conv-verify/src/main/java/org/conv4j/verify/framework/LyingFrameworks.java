package org.conv4j.verify.framework;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.conv4j.verify.framework.KnownFramework.Nd4j;
import org.conv4j.verify.framework.liar.Lie;
import org.conv4j.verify.framework.liar.LyingChild;

/** Starts frameworks that lie, the way all others are started. */
public final class LyingFrameworks {

  /** Small and soon there: they live for a few cases only. */
  private static final List<String> SMALL =
      List.of("-XX:TieredStopAtLevel=1", "-Xmx256m", "-XX:ErrorFile=/dev/null");

  /** Nobody needs to wait a minute to see that nothing comes. */
  private static final Duration PATIENCE_WITH_HANGS = Duration.ofSeconds(2);

  private LyingFrameworks() {}

  /**
   * A framework that answers right but for one thing.
   *
   * @param options as for honest ones; one that hangs is given two seconds for an answer
   * @throws FrameworkUnavailableException if its first words already give it away
   */
  public static FrameworkSession open(Lie lie, FrameworkOptions options) {
    return open(
        lie, List.of(), lie == Lie.HANGS ? options.withAnswerLimit(PATIENCE_WITH_HANGS) : options);
  }

  /** One that lies only about input gradients of that batch. */
  static FrameworkSession open(Lie lie, long batch, FrameworkOptions options) {
    return open(lie, List.of(Long.toString(batch)), options);
  }

  private static FrameworkSession open(Lie lie, List<String> occasion, FrameworkOptions options) {
    KnownFramework liar =
        new KnownFramework(lie.id(), "", LyingChild.class.getName(), Optional.empty(), Nd4j.NONE);
    List<Path> classPath = JvmChild.classPath(liar, options);
    List<String> arguments = new ArrayList<>(List.of(lie.id()));
    arguments.addAll(occasion);
    return new ChildSession(
        lie.id(),
        JvmChild.of(classPath, SMALL, liar.mainClass(), arguments, options),
        options,
        info -> ToldVersion.refuseUnproven(info, classPath));
  }
}
