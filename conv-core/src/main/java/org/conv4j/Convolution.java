package org.conv4j;

/**
 * A 2-D convolution (cross-correlation, as everywhere in deep learning: the kernel is not flipped)
 * of one {@link ConvProblem}, on arrays of type {@code T}.
 *
 * <p>With {@code g} the group of output channel {@code k}, {@code s} the stride, {@code d} the
 * dilation and {@code p} the top and left padding,
 *
 * <pre>
 * output[n,k,y,x] = bias[k] + sum over c in g, i, j of
 *                   input[n, c, y*s.height + i*d.height - p.top, x*s.width + j*d.width - p.left] * filter[k,c,i,j]
 * </pre>
 *
 * where elements outside the input are zero. The gradients are those of {@code sum(output *
 * outputGradient)}; filter and bias gradients are summed over the batch, not averaged.
 *
 * <p>Every method checks shapes and types against {@link #problem()} and throws {@link
 * ConvShapeException} on the first mismatch. Operands are never modified; results never alias an
 * operand. An array given to receive a result is overwritten in full (whatever it held, NaN
 * included), and must not overlap an operand. Implementations keep no state between calls and may
 * be used from many threads at once.
 *
 * @param <T> the array type, for instance {@link Tensor} or ND4J's INDArray
 */
public interface Convolution<T> {

  /** What this convolution computes. */
  ConvProblem problem();

  /**
   * The output.
   *
   * @param input shape {@link ConvProblem#inputShape()}
   * @param filter shape {@link ConvProblem#filterShape()}
   * @param bias shape {@link ConvProblem#biasShape()}; null exactly when the problem has no bias
   * @return a new array of shape {@link ConvProblem#outputShape()}
   */
  T forward(T input, T filter, T bias);

  /** As {@link #forward(Object, Object, Object)}, written to {@code output}. */
  void forwardInto(T input, T filter, T bias, T output);

  /** {@link #forward(Object, Object, Object)} of a problem without a bias. */
  default T forward(T input, T filter) {
    return forward(input, filter, null);
  }

  /**
   * The gradient with respect to the input.
   *
   * @param filter shape {@link ConvProblem#filterShape()}
   * @param outputGradient shape {@link ConvProblem#outputShape()}
   * @return a new array of shape {@link ConvProblem#inputShape()}
   */
  T inputGradient(T filter, T outputGradient);

  /** As {@link #inputGradient(Object, Object)}, written to {@code inputGradient}. */
  void inputGradientInto(T filter, T outputGradient, T inputGradient);

  /**
   * The gradient with respect to the filter, summed over the batch.
   *
   * @param input shape {@link ConvProblem#inputShape()}
   * @param outputGradient shape {@link ConvProblem#outputShape()}
   * @return a new array of shape {@link ConvProblem#filterShape()}
   */
  T filterGradient(T input, T outputGradient);

  /** As {@link #filterGradient(Object, Object)}, written to {@code filterGradient}. */
  void filterGradientInto(T input, T outputGradient, T filterGradient);

  /**
   * The gradient with respect to the bias: the sum of {@code outputGradient} over batch and space.
   *
   * @param outputGradient shape {@link ConvProblem#outputShape()}
   * @return a new array of shape {@link ConvProblem#biasShape()}
   * @throws IllegalStateException if the problem has no bias
   */
  T biasGradient(T outputGradient);

  /** As {@link #biasGradient(Object)}, written to {@code biasGradient}. */
  void biasGradientInto(T outputGradient, T biasGradient);

  /** All three gradients (two, where the problem has no bias) in one call. */
  ConvGradients<T> backward(T input, T filter, T outputGradient);

  /**
   * As {@link #backward(Object, Object, Object)}, written to the arrays of {@code gradients}, whose
   * bias is null exactly when the problem has none.
   */
  void backwardInto(T input, T filter, T outputGradient, ConvGradients<T> gradients);
}
