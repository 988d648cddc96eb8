package org.conv4j.verify.cli;

import java.io.PrintWriter;
import org.conv4j.verify.run.PlantedBugs;
import org.conv4j.verify.run.Progress;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/** The entry of the command line; {@code ./conv4j} starts it. */
@Command(
    name = "conv4j",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Convolution on the JVM that proves itself correct.",
      "",
      "Runs the same convolutions through conv4j, ND4J, DL4J and a plain-Java reference, and"
          + " judges every element of every result."
    },
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./conv4j report                      is everything right on this machine?",
      "  ./conv4j report --case n2_c3h8w8_k4r3s3_same --frameworks conv-nd4j,nd4j",
      "  ./conv4j vectors published.json      are these published numbers reproduced?",
      "  ./conv4j edges photo.jpg             the edges of a picture",
      "  ./conv4j bench --suite resnet50      who is how fast on this machine?",
      "  ./conv4j train                       does a network learn the same with conv4j?",
      "  ./conv4j COMMAND --help              explains a command and its options"
    },
    exitCodeListHeading = "%nExit codes (the first of 2, 3, 1 that applies):%n",
    exitCodeList = {
      "0:everything is right, known, or left out with its reason",
      "1:some result is wrong or not to be trusted",
      "2:bad usage or bad input",
      "3:a requested framework gave no result, or the run proves nothing"
    })
public final class Conv4j implements Runnable {

  /** Set by the launcher: whether output and error output are a terminal. */
  private static final String TERMINAL_PROPERTY = "conv4j.terminal";

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private Conv4j() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.setProperty("java.awt.headless", "true");
    boolean terminal = Boolean.getBoolean(TERMINAL_PROPERTY);
    PrintWriter err = new PrintWriter(System.err, true);
    Progress.Display progress =
        terminal
            ? (task, unit, total) -> new TerminalProgress(System.err, task, unit, total)
            : (task, unit, total) -> new PlainProgress(err, task, unit, total);
    CommandLine commandLine =
        commandLine(new Surroundings(new InstalledFrameworks(), progress, PlantedBugs.shipped()));
    commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(terminal ? Ansi.ON : Ansi.OFF));
    System.exit(execute(commandLine, arguments));
  }

  private static int execute(CommandLine commandLine, String[] arguments) {
    try {
      return commandLine.execute(arguments);
    } catch (OutOfMemoryError tooLarge) {
      System.err.println("conv4j: " + Failures.OUT_OF_MEMORY);
      return ExitCode.NO_RESULT;
    }
  }

  /** The command line, with everything from outside replaceable. */
  static CommandLine commandLine(Surroundings surroundings) {
    Failures failures = new Failures();
    return new CommandLine(new Conv4j())
        .addSubcommand(new ReportCommand(surroundings))
        .addSubcommand(new VectorsCommand(surroundings))
        .addSubcommand(new EdgesCommand(surroundings))
        .addSubcommand(new BenchCommand(surroundings))
        .addSubcommand(new TrainCommand(surroundings))
        .addSubcommand(new ModelCommand(surroundings))
        .addSubcommand(new DoctorCommand())
        .addSubcommand(new CasesCommand())
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures)
        .setUsageHelpAutoWidth(false)
        .setUsageHelpWidth(100)
        .setAbbreviatedOptionsAllowed(false);
  }

  /** Without a command: what there is. */
  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "a COMMAND is missing");
  }
}
