package org.conv4j.verify.vectors;

import java.util.Map;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;
import org.conv4j.check.Operands;

/** One published computation: operands, results, and how near a result must come. */
public sealed interface TestVector {

  /** Its name in the file. */
  String id();

  /** How near a result must come to the published one. */
  Agreement agreement();

  /**
   * One convolution.
   *
   * @param id its name in the file
   * @param problem what is computed, in float32
   * @param operands every value a float32; zeros where the vector gives none and needs none
   * @param expected the published results, in the problem's layouts
   * @param agreement how near a result must come
   */
  record OneConvolution(
      String id,
      ConvProblem problem,
      Operands operands,
      Map<ConvDirection, Tensor> expected,
      Agreement agreement)
      implements TestVector {}

  /**
   * A depthwise convolution whose output is the input of a pointwise one.
   *
   * @param id its name in the file
   * @param depthwise the first problem, without bias
   * @param input of the first
   * @param depthwiseFilter of the first
   * @param pointwise the second problem
   * @param pointwiseFilter of the second
   * @param bias of the second; null when it has none
   * @param expected the output of the second
   * @param agreement how near the result must come
   */
  record Separable(
      String id,
      ConvProblem depthwise,
      Tensor input,
      Tensor depthwiseFilter,
      ConvProblem pointwise,
      Tensor pointwiseFilter,
      Tensor bias,
      Tensor expected,
      Agreement agreement)
      implements TestVector {}
}
