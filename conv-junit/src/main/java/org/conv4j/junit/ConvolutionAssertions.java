package org.conv4j.junit;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.conv4j.ConvProblem;
import org.conv4j.Convolution;
import org.conv4j.network.NetworkConvolutions;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asserts that convolutions are right, on this machine and in these versions: output and all
 * gradients, every element, against a plain-Java reference in float64.
 *
 * <p>Each problem is checked with integers, with which results must be equal, and with reals, with
 * which they must lie within a bound on rounding errors. A failure names the layer, the worst
 * element, what was expected there and found, in decimal and hexadecimal, the bound, and a command
 * that repeats it.
 *
 * <p>The reference takes some seconds for a thousand million products: one or two images are
 * enough. Nothing here changes what computes: whatever ND4J, and whatever helper, the class path
 * has.
 */
public final class ConvolutionAssertions {

  private static final Logger LOG = LoggerFactory.getLogger(ConvolutionAssertions.class);
  private static final int SHOWN = 5;

  private ConvolutionAssertions() {}

  /**
   * Asserts that every convolution layer of {@code network} is right, with its own parameters on
   * the numbers that {@code input} brings to it, and with integers. Layers of other kinds, and
   * convolutions that cannot be checked, which are logged, are left out.
   *
   * @param input as {@code network.output} takes it; not modified
   * @throws AssertionError if one is wrong
   * @throws IllegalArgumentException if the network has no convolution that can be checked
   */
  public static void assertConvolutions(MultiLayerNetwork network, INDArray input) {
    check(NetworkConvolutions.of(network, input));
  }

  /**
   * Asserts that every convolution layer of {@code network} is right; otherwise as {@link
   * #assertConvolutions(MultiLayerNetwork, INDArray)}.
   *
   * @param inputs as {@code network.output} takes them; not modified
   */
  public static void assertConvolutions(ComputationGraph network, INDArray... inputs) {
    check(NetworkConvolutions.of(network, inputs));
  }

  /**
   * Asserts that DL4J's {@code ConvolutionLayer}, or {@code DepthwiseConvolution2D}, computes
   * problems right.
   *
   * @param notations for instance {@code n8_c64h56w56_k128r3s3_same}
   * @throws AssertionError if it does not
   * @throws IllegalArgumentException if there is no notation, something else is one, or DL4J has no
   *     layer for one
   */
  public static void assertConvolutions(String... notations) {
    check(ProblemChecks.ofLayers(List.of(notations)));
  }

  /**
   * Asserts that an implementation computes problems right.
   *
   * @param implementation for instance {@code Nd4jConvolution::of}
   * @param notations for instance {@code n8_c64h56w56_k128r3s3_same}
   * @throws AssertionError if it does not
   * @throws IllegalArgumentException if there is no notation, or something else is one
   */
  public static void assertConvolutions(
      Function<ConvProblem, ? extends Convolution<INDArray>> implementation, String... notations) {
    check(ProblemChecks.of(implementation, List.of(notations)));
  }

  private static void check(NetworkConvolutions network) {
    network.leftOut().forEach(layer -> LOG.warn("not checked: {}", NetworkChecks.sentence(layer)));
    check(NetworkChecks.of(network));
  }

  private static void check(List<Check> checks) {
    List<String> complaints = new ArrayList<>();
    Set<String> subjects = new LinkedHashSet<>();
    for (Check check : checks) {
      check
          .complaint()
          .ifPresent(
              complaint -> {
                complaints.add(complaint);
                subjects.add(check.subject().label());
              });
    }
    if (!complaints.isEmpty()) {
      throw new AssertionError(message(complaints, subjects, checks.size()));
    }
  }

  private static String message(List<String> complaints, Set<String> subjects, int checked) {
    StringBuilder message = new StringBuilder();
    message.append(
        "%d of %d results are wrong, of %s"
            .formatted(complaints.size(), checked, String.join(", ", subjects)));
    complaints.stream().limit(SHOWN).forEach(each -> message.append("\n\n").append(each));
    if (complaints.size() > SHOWN) {
      message.append("\n\nand %d more".formatted(complaints.size() - SHOWN));
    }
    return message.toString();
  }
}
