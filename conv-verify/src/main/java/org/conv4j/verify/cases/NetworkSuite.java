package org.conv4j.verify.cases;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Extent;
import org.conv4j.check.ConvCase;
import org.conv4j.check.Tier;

/**
 * The convolutions of known networks, one image at a time: those that the benchmark times, in the
 * same files. The float64 reference would take minutes for the largest, and a dozen frameworks as
 * many gigabytes, so images are halved until they do not.
 */
final class NetworkSuite {

  /** The networks, in the order in which they are listed. */
  static final List<String> NAMES =
      List.of("resnet50", "resnet50-dl4j", "vgg16", "mobilenet", "unet");

  /** Multiply-adds of one direction: a fraction of a second of plain loops. */
  private static final double AFFORDABLE = 250e6;

  /**
   * Elements of an input or output: every framework has several copies of it, in its own process.
   */
  private static final double HOLDABLE = 8e6;

  private static final String REDUCED =
      " Here halved until no direction takes more than 250 million multiply-adds, and no image"
          + " more than 8 million numbers.";

  private static final String BENCHMARK = "/org/conv4j/verify/bench/";

  private NetworkSuite() {}

  static Suite read(String name, long seed) {
    Suite real = SuiteFile.read(name, BENCHMARK + name + ".txt", seed);
    List<ConvProblem> whole = real.cases().stream().map(ConvCase::problem).distinct().toList();
    List<ConvProblem> problems = whole.stream().map(NetworkSuite::affordable).distinct().toList();
    return new Suite(
        name,
        problems.equals(whole) ? real.description() : real.description() + REDUCED,
        problems.stream()
            .flatMap(
                problem ->
                    Stream.of(Tier.INTEGER, Tier.REAL)
                        .map(tier -> new ConvCase(problem, tier, seed)))
            .toList());
  }

  static ConvProblem affordable(ConvProblem problem) {
    ConvProblem affordable = problem;
    while (affordable.operations(ConvDirection.FORWARD) / 2 > AFFORDABLE
        || elements(affordable.inputShape()) > HOLDABLE
        || elements(affordable.outputShape()) > HOLDABLE) {
      affordable = halved(affordable);
    }
    return affordable;
  }

  private static double elements(long[] shape) {
    return Arrays.stream(shape).asDoubleStream().reduce(1, (a, b) -> a * b);
  }

  private static ConvProblem halved(ConvProblem problem) {
    Extent size = problem.inputSize();
    return problem.toBuilder()
        .input(
            problem.batch(),
            problem.inputChannels(),
            (size.height() + 1) / 2,
            (size.width() + 1) / 2)
        .build();
  }
}
