package org.conv4j.verify.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.conv4j.verify.framework.OpenedFrameworks;
import org.conv4j.verify.framework.OpenedFrameworks.Opened;
import org.conv4j.verify.framework.OpenedFrameworks.Running;
import org.conv4j.verify.framework.OpenedFrameworks.Unavailable;
import org.conv4j.verify.run.Progress;
import org.conv4j.verify.vectors.TestVector;
import org.conv4j.verify.vectors.VectorFile;
import org.conv4j.verify.vectors.VectorRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vectors}: published test vectors. */
@Command(
    name = "vectors",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Runs published test vectors from JSON files and compares every number.",
      "",
      "Vectors marked exact_integers must be reproduced exactly in float32; those with atol within"
          + " that; all others within the rounding-error bound of the report's real tier. Each"
          + " vector counts once for each framework; one that a framework cannot run counts as"
          + " failed. The last line is 'N passed, M failed'.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./conv4j vectors published.json",
      "  ./conv4j vectors *.json --frameworks reference,conv-nd4j,nd4j,dl4j",
      "",
      "A file is {\"meta\": {...}, \"vectors\": [...]}; a vector, shortened:",
      "  {\"id\": \"a\", \"op\": \"conv2d\", \"layout\": \"NHWC\", \"w_layout\": \"HWIO\",",
      "   \"x_shape\": [1, 2, 3, 3], \"x\": [1, 2, ...], \"w_shape\": [1, 1, 3, 3], \"w\": [...],",
      "   \"stride\": [1, 1], \"dilation\": [1, 1], \"groups\": 1, \"padding\": \"VALID\",",
      "   \"y\": [30, 36, ...], \"exact_integers\": true}",
      "op is conv2d (gives y), conv2d_backprop_input (dx), conv2d_backprop_filter (dw),",
      "conv2d_backward (dx, dw, db), conv2d_forward_and_backward or separable_conv2d (w, then w2)."
    },
    exitCodeListHeading = "%nExit codes (the first of 2, 3, 1 that applies):%n",
    exitCodeList = {
      "0:every vector passed",
      "1:a vector failed",
      "2:bad usage, or a file that is unreadable, incomplete or contradicts itself",
      "3:a requested framework could not be started"
    })
final class VectorsCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files of test vectors.")
  private List<Path> files;

  @Option(
      names = "--frameworks",
      paramLabel = "ID",
      split = ",",
      converter = FrameworkId.class,
      completionCandidates = FrameworkId.All.class,
      defaultValue = "reference,conv-nd4j",
      description =
          "Frameworks to run, separated by commas. Default: ${DEFAULT-VALUE}. There are"
              + " ${COMPLETION-CANDIDATES}; conv-nd4j:ALGORITHM forces one; exec:PATH is a program"
              + " of your own.")
  private List<String> frameworks;

  VectorsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    List<TestVector> vectors = new ArrayList<>();
    for (Path file : files) {
      vectors.addAll(VectorFile.read(file));
    }
    try (OpenedFrameworks opened = OpenedFrameworks.open(frameworks, surroundings.sessions())) {
      return run(vectors, opened);
    }
  }

  private int run(List<TestVector> vectors, OpenedFrameworks opened) {
    List<String> lines = new ArrayList<>();
    long total = (long) vectors.size() * opened.all().size();
    int passed = 0;
    try (Progress progress = surroundings.progress().begin("vectors", "runs", total)) {
      for (Opened framework : opened.all()) {
        passed += passedBy(framework, vectors, lines, progress);
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    lines.forEach(out::println);
    out.printf("%d passed, %d failed%n", passed, total - passed);
    out.flush();
    if (!opened.unavailable().isEmpty()) {
      return ExitCode.NO_RESULT;
    }
    return passed == total ? ExitCode.GOOD : ExitCode.ALARMING;
  }

  private static int passedBy(
      Opened framework, List<TestVector> vectors, List<String> lines, Progress progress) {
    if (!(framework instanceof Running running)) {
      lines.add(framework.id() + " could not be started: " + ((Unavailable) framework).reason());
      return 0;
    }
    VectorRun run = new VectorRun(running.session());
    int passed = 0;
    for (TestVector vector : vectors) {
      List<String> failures = run.failures(vector);
      failures.forEach(
          why -> lines.add("FAILED %s on %s: %s".formatted(vector.id(), framework.id(), why)));
      passed += failures.isEmpty() ? 1 : 0;
      progress.step();
    }
    lines.add("%s: %d of %d vectors passed".formatted(framework.id(), passed, vectors.size()));
    return passed;
  }
}
