package org.conv4j.verify.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.conv4j.nd4j.doctor.Doctor;
import org.conv4j.verify.InputException;
import org.conv4j.verify.framework.Dl4jTool;
import org.conv4j.verify.framework.FrameworkOptions;
import org.conv4j.verify.framework.FrameworkUnavailableException;
import org.conv4j.verify.process.FinishedProcess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code doctor}: what is really running. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Tells what really runs: ND4J's native library and what it was compiled for, BLAS, threads,"
          + " oneDNN, conv4j's doors, the Vector API, memory limits; and what to do about what is not"
          + " as it should be. For a saved network, what conv4j would do with each convolution.",
      "",
      "It looks at a Java machine with ND4J's plain jar, DL4J and conv-nd4j, in your environment. To"
          + " look at your own program's, start it with that program's class path and options:",
      "",
      "  java -cp CLASS_PATH OPTIONS org.conv4j.nd4j.doctor.Doctor [FILE.zip]",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./conv4j doctor",
      "  ./conv4j doctor network.zip",
      "  ./conv4j doctor resnet50.zip --input-shape 3,224,224",
      "  ./conv4j doctor --json"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:told",
      "2:bad usage, or a network that cannot be used",
      "3:the Java machine that was to be looked at could not be started"
    })
final class DoctorCommand implements Callable<Integer> {

  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final String PREFIX = "doctor: ";

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE.zip",
      description = "A network that DL4J's ModelSerializer wrote.")
  private Path file;

  @Option(
      names = "--input-shape",
      paramLabel = "N",
      description =
          "Shape of one example of the network's input, without the batch: 3,224,224 for instance."
              + " Needed where the file does not tell; once for each of several inputs.")
  private List<String> inputShapes = new ArrayList<>();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    FinishedProcess child =
        Dl4jTool.runAsUser(
            "doctor", Doctor.class.getName(), arguments(), FrameworkOptions.defaults(), LIMIT);
    if (child.exitValue() == ExitCode.USAGE) {
      throw new InputException(child.lastWords().replaceFirst("^" + PREFIX, ""));
    }
    if (child.exitValue() != 0) {
      throw new FrameworkUnavailableException("nothing could be found out: " + child.end());
    }
    PrintWriter output = spec.commandLine().getOut();
    output.print(child.output());
    output.flush();
    return ExitCode.GOOD;
  }

  private List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    if (json) {
      arguments.add("--json");
    }
    inputShapes.forEach(shape -> arguments.addAll(List.of("--input-shape", shape)));
    if (file != null) {
      arguments.add(file.toAbsolutePath().toString());
    }
    return arguments;
  }
}
