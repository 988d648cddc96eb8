package org.conv4j.verify.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.conv4j.verify.InputException;
import org.conv4j.verify.OutputFolder;
import org.conv4j.verify.framework.Door;
import org.conv4j.verify.framework.FrameworkOptions;
import org.conv4j.verify.run.HostInfo;
import org.conv4j.verify.train.NetworkKind;
import org.conv4j.verify.train.Training;
import org.conv4j.verify.train.TrainingFiles;
import org.conv4j.verify.train.TrainingSummary;
import org.conv4j.verify.train.TrainingTask;
import org.conv4j.verify.train.Trainings;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code train}: does a door change anything but the speed? */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Trains LeNet on handwritten digits with ND4J and DL4J alone, and again through the doors of"
          + " conv4j, from the same seed.",
      "",
      "Each training runs in a process of its own, one after the other; the program in it knows"
          + " nothing of conv4j. A door is right if the parameters stay the same within rounding"
          + " (relative difference at most 1e-9 after 10 iterations in float64, 1e-4 after one in"
          + " float32) and the accuracy at the end within one point.",
      ""
    },
    footerHeading = "%nDoors:%n",
    footer = {
      "  stock    none: conv-nd4j is not on the class path",
      "  layer    the helper of DL4J's ConvolutionLayer",
      "  op       the executioner of ND4J's ops; the network is a SameDiff graph",
      "  agent    both, by -javaagent: and an otherwise unchanged command line",
      "",
      "Writes into DIR (older files of these names are replaced):",
      "  train.json    losses, accuracies, times and differences",
      "  train.svg     the curves, one upon the other, and the times",
      "",
      "Examples:",
      "  ./conv4j train",
      "  ./conv4j train --door layer --epochs 10"
    },
    exitCodeListHeading = "%nExit codes (the first of 2, 3, 1 that applies):%n",
    exitCodeList = {
      "0:every door changed nothing but the speed",
      "1:a door changed something else, or was not open",
      "2:bad usage, or an unwritable folder",
      "3:a training could not be started, died or hung"
    })
final class TrainCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Option(
      names = "--door",
      paramLabel = "DOOR",
      split = ",",
      converter = DoorConverter.class,
      description =
          "Doors to train through, separated by commas; stock is always trained beside them."
              + " Default: layer,op,agent.")
  private List<Door> doors = new ArrayList<>();

  @Option(
      names = "--digits",
      paramLabel = "N",
      defaultValue = "" + TrainingTask.ALL_DIGITS,
      description = "Digits to learn from, 1 to ${DEFAULT-VALUE}. Default: all.")
  private int digits;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "3",
      description = "Times that each network sees all of them. Default: ${DEFAULT-VALUE}.")
  private int epochs;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "64",
      description = "Digits of an iteration. Default: ${DEFAULT-VALUE}.")
  private int batch;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "7",
      description =
          "Seed of the initial parameters and of the order of the digits. Default:"
              + " ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of each training. Default: as many as there are processors.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "conv4j-train",
      description = "Folder for the files, made if missing. Default: ${DEFAULT-VALUE}.")
  private Path out;

  TrainCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    demand("--digits", digits, TrainingTask.ALL_DIGITS);
    demand("--epochs", epochs, Integer.MAX_VALUE);
    demand("--batch", batch, digits);
    demand("--threads", threads, Integer.MAX_VALUE);
    OutputFolder folder = OutputFolder.prepare(out);
    FrameworkOptions options = FrameworkOptions.defaults().withThreads(threads);
    Trainings trainings =
        new Training(new TrainingTask(NetworkKind.DL4J, digits, epochs, batch, seed), options)
            .run(
                doors.isEmpty() ? List.of(Door.LAYER, Door.OP, Door.AGENT) : doors,
                surroundings.progress());
    folder.write(TrainingFiles.of(trainings, HostInfo.thisHost()));
    print(TrainingSummary.of(trainings));
    print("");
    print("Curves: " + folder.path().resolve(TrainingFiles.CHART));
    return trainings.allTheSame() ? ExitCode.GOOD : ExitCode.ALARMING;
  }

  private static void demand(String option, int value, int most) {
    if (value < 1) {
      throw new InputException(option + " is " + value + ": it must be at least 1");
    }
    if (value > most) {
      throw new InputException(option + " is " + value + ": it must be at most " + most);
    }
  }

  private void print(String text) {
    PrintWriter output = spec.commandLine().getOut();
    output.println(text);
    output.flush();
  }

  private static final class DoorConverter implements ITypeConverter<Door> {
    @Override
    public Door convert(String text) {
      try {
        return Door.ofId(text);
      } catch (IllegalArgumentException unknown) {
        throw new TypeConversionException(unknown.getMessage());
      }
    }
  }
}
