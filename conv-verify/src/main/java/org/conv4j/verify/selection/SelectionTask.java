package org.conv4j.verify.selection;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;

/**
 * What a child times.
 *
 * @param problems all that it is asked
 * @param directions of each; the bias gradient is no choice
 * @param transforms whether algorithms less accurate than a direct sum may be chosen
 * @param allowanceMillis for each algorithm, problem and direction, once it is warm
 */
public record SelectionTask(
    List<ConvProblem> problems,
    List<ConvDirection> directions,
    boolean transforms,
    double allowanceMillis) {

  private static final String COMMA = ",";

  /** Copies the lists. */
  public SelectionTask {
    problems = List.copyOf(problems);
    directions = List.copyOf(directions);
  }

  /** How many choices there are. */
  int choices() {
    return problems.size() * directions.size();
  }

  /** As arguments of a child. */
  List<String> toArguments() {
    List<String> arguments = new ArrayList<>();
    arguments.add(String.join(COMMA, directions.stream().map(ConvDirection::id).toList()));
    arguments.add(Boolean.toString(transforms));
    arguments.add(Double.toString(allowanceMillis));
    problems.forEach(problem -> arguments.add(problem.toString()));
    return arguments;
  }

  /** The task of a child's arguments. */
  public static SelectionTask of(List<String> arguments) {
    return new SelectionTask(
        arguments.stream().skip(3).map(ConvProblem::parse).toList(),
        Stream.of(arguments.get(0).split(COMMA)).map(ConvDirection::ofId).toList(),
        Boolean.parseBoolean(arguments.get(1)),
        Double.parseDouble(arguments.get(2)));
  }
}
