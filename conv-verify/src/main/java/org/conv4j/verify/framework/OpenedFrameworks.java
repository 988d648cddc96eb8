package org.conv4j.verify.framework;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Several frameworks, started side by side. One that cannot be started is still there, with the
 * reason. Closing closes all.
 */
public final class OpenedFrameworks implements AutoCloseable {

  /** A framework that was asked for. */
  public sealed interface Opened {

    /** As it was asked for. */
    String id();
  }

  /**
   * One that runs.
   *
   * @param id as it was asked for
   * @param session to ask it; closed with the others
   */
  public record Running(String id, FrameworkSession session) implements Opened {}

  /**
   * One that could not be started.
   *
   * @param id as it was asked for
   * @param reason in one sentence
   */
  public record Unavailable(String id, String reason) implements Opened {}

  private final List<Opened> opened;

  private OpenedFrameworks(List<Opened> opened) {
    this.opened = List.copyOf(opened);
  }

  /**
   * Starts all of {@code ids}; one named twice is started once.
   *
   * @throws org.conv4j.verify.InputException if one of them does not exist
   */
  public static OpenedFrameworks open(List<String> ids, SessionSource source) {
    ids.forEach(source::check);
    List<CompletableFuture<Opened>> starting =
        new LinkedHashSet<>(ids)
            .stream().map(id -> CompletableFuture.supplyAsync(() -> open(id, source))).toList();
    List<Opened> opened = new ArrayList<>();
    RuntimeException refused = null;
    for (CompletableFuture<Opened> each : starting) {
      try {
        opened.add(each.join());
      } catch (CompletionException failure) {
        refused = failure.getCause() instanceof RuntimeException cause ? cause : failure;
      }
    }
    OpenedFrameworks frameworks = new OpenedFrameworks(opened);
    if (refused != null) {
      frameworks.close();
      throw refused;
    }
    return frameworks;
  }

  private static Opened open(String id, SessionSource source) {
    try {
      return new Running(id, source.open(id));
    } catch (FrameworkUnavailableException unavailable) {
      return new Unavailable(id, unavailable.getMessage());
    }
  }

  /** In the order in which they were asked for. */
  public List<Opened> all() {
    return opened;
  }

  /** Those that run. */
  public List<Running> running() {
    return opened.stream().filter(Running.class::isInstance).map(Running.class::cast).toList();
  }

  /** Those that could not be started. */
  public List<Unavailable> unavailable() {
    return opened.stream()
        .filter(Unavailable.class::isInstance)
        .map(Unavailable.class::cast)
        .toList();
  }

  @Override
  public void close() {
    for (Opened each : opened) {
      if (each instanceof Running running) {
        running.session().close();
      }
    }
  }
}
