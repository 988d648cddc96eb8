package org.conv4j.verify.selection;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.conv4j.verify.framework.Conv4jProcess;
import org.conv4j.verify.framework.FrameworkOptions;
import org.conv4j.verify.framework.FrameworkUnavailableException;
import org.conv4j.verify.process.LineProcess;
import org.conv4j.verify.run.Progress;

/** Has a child time what conv4j may choose from. */
public final class SelectionTrial {

  private static final String CHILD = "org.conv4j.verify.selection.child.SelectionTimer";
  private static final double LEAST_MILLIS = 50;
  private static final double MOST_MILLIS = 200;

  /** Algorithms that race for a choice; some are out after one run. */
  private static final int CONTENDERS = 4;

  /** Of the time that a run may take: the rest goes into compiling, and into what is slow. */
  private static final double SHARE = 0.3;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final FrameworkOptions options;

  /** A trial with {@code options}: threads, limits, where the project is. */
  public SelectionTrial(FrameworkOptions options) {
    this.options = options;
  }

  /** Milliseconds for each algorithm, so that {@code choices} take about {@code limit} in all. */
  public static double allowanceMillis(Duration limit, long choices) {
    double share = SHARE * limit.toMillis() / Math.max(1, choices * CONTENDERS);
    return Math.min(MOST_MILLIS, Math.max(LEAST_MILLIS, share));
  }

  /**
   * Runs.
   *
   * @param framework id of a conv-nd4j, with its setting
   * @throws FrameworkUnavailableException if the child cannot be started, dies or hangs
   */
  public SelectionResults run(String framework, SelectionTask task, Progress.Display display) {
    List<TimedChoice> choices = new ArrayList<>();
    try (Progress progress = display.begin(framework, "choices", task.choices());
        LineProcess child = Conv4jProcess.start(framework, CHILD, task.toArguments(), options)) {
      Duration limit = options.startLimit().plus(options.answerLimit());
      for (String line = child.next(limit); line != null; line = child.next(limit)) {
        TimedChoice choice = JSON.readValue(line, TimedChoice.class);
        choices.add(choice);
        progress.doing(choice.problem());
        progress.step();
      }
    } catch (IOException failure) {
      throw new FrameworkUnavailableException(
          "the algorithms of %s were not all timed: %s".formatted(framework, failure.getMessage()),
          failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new FrameworkUnavailableException("interrupted while " + framework + " was timed");
    }
    if (choices.size() != task.choices()) {
      throw new FrameworkUnavailableException(
          "%s timed %d choices of %d".formatted(framework, choices.size(), task.choices()));
    }
    return new SelectionResults(framework, options.threads(), choices);
  }
}
