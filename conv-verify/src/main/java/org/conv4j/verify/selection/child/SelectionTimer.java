package org.conv4j.verify.selection.child;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.nd4j.AlgorithmDeclinedException;
import org.conv4j.nd4j.Nd4jConvolution;
import org.conv4j.nd4j.selection.AlgorithmTable;
import org.conv4j.verify.framework.child.ChildLoop;
import org.conv4j.verify.selection.SelectionTask;
import org.conv4j.verify.selection.TimedChoice;

/**
 * Times what conv4j may choose from, and ends. Arguments: those of {@link SelectionTask}. Answers
 * with a {@link TimedChoice} for each direction of each problem, in order, where {@link
 * ChildLoop#channel} says.
 */
public final class SelectionTimer {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SelectionTask task;
  private final WarmUp warmUp = new WarmUp();

  private SelectionTimer(SelectionTask task) {
    this.task = task;
  }

  /** Times everything. */
  public static void main(String[] arguments) {
    try (OutputStream channel = ChildLoop.channel();
        PrintStream out = new PrintStream(channel, true, StandardCharsets.UTF_8)) {
      System.setOut(System.err);
      SelectionTimer timer = new SelectionTimer(SelectionTask.of(Arrays.asList(arguments)));
      for (ConvProblem problem : timer.task.problems()) {
        for (TimedChoice choice : timer.time(problem)) {
          out.println(JSON.writeValueAsString(choice));
        }
      }
    } catch (IOException | RuntimeException failure) {
      failure.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
    Runtime.getRuntime().halt(0);
  }

  private List<TimedChoice> time(ConvProblem problem) {
    Nd4jConvolution free = Nd4jConvolution.builder(problem).transforms(task.transforms()).build();
    List<TimedChoice> choices = new ArrayList<>();
    try (Operands operands = new Operands(problem)) {
      for (ConvDirection direction : task.directions()) {
        List<Contender> contenders = contenders(problem, direction, operands);
        contenders.forEach(each -> warmUp.run(each, problem, direction));
        String chosen = free.algorithm(direction);
        choices.add(
            new TimedChoice(
                problem.toString(),
                direction.id(),
                chosen,
                new Race(contenders, task.allowanceMillis()).run(chosen)));
      }
    }
    return choices;
  }

  /** All algorithms that can and may. */
  private List<Contender> contenders(
      ConvProblem problem, ConvDirection direction, Operands operands) {
    List<Contender> contenders = new ArrayList<>();
    for (AlgorithmTable.Row row : AlgorithmTable.standard().rows()) {
      if (!row.worth().admits(task.transforms())) {
        continue;
      }
      String name = row.algorithm().name();
      try {
        Nd4jConvolution forced = Nd4jConvolution.builder(problem).algorithm(name).build();
        if (forced.refusal(direction).isEmpty()) {
          contenders.add(operands.contender(name, forced, direction));
        }
      } catch (AlgorithmDeclinedException declined) {
        // It computes no direction of this problem.
      }
    }
    return contenders;
  }
}
