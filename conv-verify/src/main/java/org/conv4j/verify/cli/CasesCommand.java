package org.conv4j.verify.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.check.ConvCase;
import org.conv4j.verify.InputException;
import org.conv4j.verify.cases.Suite;
import org.conv4j.verify.cases.Suites;
import org.conv4j.verify.run.RunSelection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cases}: what the suites hold. */
@Command(
    name = "cases",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {"Lists the suites, or the problems of some of them.", ""},
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./conv4j cases                                        the suites, and how large they are",
      "  ./conv4j cases --suite smoke                          every problem of one",
      "  ./conv4j cases --suite random --cases 20 --seed 7     the same as 'report' would run"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:listed", "2:bad usage, or no such suite"})
final class CasesCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--suite",
      paramLabel = "NAME",
      split = ",",
      description = "Suites whose problems to list, separated by commas.")
  private List<String> suites = new ArrayList<>();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "" + RunSelection.DEFAULT_SEED,
      description = "Seed of random cases. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--cases",
      paramLabel = "N",
      defaultValue = "" + RunSelection.DEFAULT_COUNT,
      description = "Number of random cases. Default: ${DEFAULT-VALUE}.")
  private int count;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (suites.isEmpty()) {
      list(out);
    } else {
      List<Suite> named = suites.stream().map(this::suite).toList();
      named.forEach(suite -> describe(suite, out));
    }
    out.flush();
    return ExitCode.GOOD;
  }

  private Suite suite(String name) {
    try {
      return Suites.named(name, seed, count);
    } catch (IllegalArgumentException unknown) {
      throw new InputException(unknown.getMessage(), unknown);
    }
  }

  private void list(PrintWriter out) {
    List<Suite> all = Suites.names().stream().map(this::suite).toList();
    out.printf("%-13s %6s %9s  %s%n", "suite", "cases", "problems", "what it is for");
    for (Suite suite : all) {
      out.printf(
          "%-13s %6d %9d  %s%n",
          suite.name(), suite.cases().size(), problems(suite).size(), suite.description());
    }
  }

  private static void describe(Suite suite, PrintWriter out) {
    out.printf(
        "%s: %d cases of %d problems. %s%n",
        suite.name(), suite.cases().size(), problems(suite).size(), suite.description());
    Map<ConvProblem, List<ConvCase>> problems = problems(suite);
    int width =
        problems.keySet().stream().mapToInt(each -> each.toString().length()).max().orElse(0);
    problems.forEach(
        (problem, cases) ->
            out.printf(
                "  %-" + width + "s  output %-9s %9.3g GFLOP  %s%n",
                problem,
                problem.outputSize().toString().replace(" ", ""),
                problem.operations(ConvDirection.FORWARD) / 1e9,
                cases.stream().map(each -> each.tier().id()).collect(Collectors.joining(", "))));
  }

  /** The tiers of each problem, in the suite's order. */
  private static Map<ConvProblem, List<ConvCase>> problems(Suite suite) {
    return suite.cases().stream()
        .collect(Collectors.groupingBy(ConvCase::problem, LinkedHashMap::new, Collectors.toList()));
  }
}
