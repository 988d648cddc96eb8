package org.conv4j.junit;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.conv4j.ConvProblem;
import org.conv4j.Convolution;
import org.conv4j.network.NetworkConvolutions;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.DynamicTest;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What {@link ConvolutionAssertions} asserts, as one test for each layer, direction and kind of
 * numbers, to be returned by a method annotated with {@code @TestFactory}.
 */
public final class ConvolutionTests {

  private ConvolutionTests() {}

  /** Tests of {@link ConvolutionAssertions#assertConvolutions(MultiLayerNetwork, INDArray)}. */
  public static Stream<DynamicTest> of(MultiLayerNetwork network, INDArray input) {
    return tests(NetworkChecks.of(NetworkConvolutions.of(network, input)));
  }

  /** Tests of {@link ConvolutionAssertions#assertConvolutions(ComputationGraph, INDArray...)}. */
  public static Stream<DynamicTest> of(ComputationGraph network, INDArray... inputs) {
    return tests(NetworkChecks.of(NetworkConvolutions.of(network, inputs)));
  }

  /** Tests of {@link ConvolutionAssertions#assertConvolutions(String...)}. */
  public static Stream<DynamicTest> of(String... notations) {
    return tests(ProblemChecks.ofLayers(List.of(notations)));
  }

  /** Tests of {@link ConvolutionAssertions#assertConvolutions(Function, String...)}. */
  public static Stream<DynamicTest> of(
      Function<ConvProblem, ? extends Convolution<INDArray>> implementation, String... notations) {
    return tests(ProblemChecks.of(implementation, List.of(notations)));
  }

  private static Stream<DynamicTest> tests(List<Check> checks) {
    return checks.stream()
        .map(
            check ->
                DynamicTest.dynamicTest(
                    check.title(),
                    () ->
                        check
                            .complaint()
                            .ifPresent(
                                complaint -> {
                                  throw new AssertionError(complaint);
                                })));
  }
}
