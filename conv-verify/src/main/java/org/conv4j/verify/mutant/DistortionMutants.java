package org.conv4j.verify.mutant;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;
import org.conv4j.verify.mutant.DistortedConvolution.Distortion;

/** Mistakes with results: computed rightly, and then lost, mixed up or forged. */
final class DistortionMutants {

  private static final int LARGE = 500;
  private static final int VECTOR = 8;

  private DistortionMutants() {}

  static List<Mutant> all() {
    return List.of(
        mutant("stale_buffer", "Results are added to those of the call before.", new StaleBuffer()),
        mutant(
            "run_to_run_noise",
            "Results wander by a unit in the last place from call to call.",
            new Noise()),
        mutant(
            "tail_off_by_one",
            "The last element is not written where the size is no multiple of 8.",
            DistortionMutants::tailOffByOne),
        mutant(
            "one_wrong_element",
            "One element of a large result is wrong.",
            DistortionMutants::oneWrongElement),
        mutant(
            "last_image_missing",
            "The last of several images is left zero.",
            DistortionMutants::lastImageMissing),
        mutant(
            "gradients_averaged",
            "Filter and bias gradients are averaged over the batch instead of summed.",
            DistortionMutants::averaged),
        mutant(
            "input_gradient_negated",
            "The input gradient has the wrong sign.",
            DistortionMutants::inputGradientNegated),
        mutant("negatives_clipped", "Negative results become zero.", DistortionMutants::clipped),
        mutant(
            "cut_to_integers",
            "Fractions are cut off: integer data come out right.",
            DistortionMutants::cut),
        mutant("returns_nan", "Every result is NaN.", DistortionMutants::nan),
        mutant("returns_zero", "Every result is zero.", DistortionMutants::zero),
        mutant(
            "returns_input", "An operand is returned as the result.", DistortionMutants::operand),
        mutant(
            "axes_swapped",
            "The result is right, but its shape has the last two axes exchanged.",
            DistortionMutants::axesSwapped),
        mutant(
            "throws_on_stride",
            "An exception is thrown where there is a stride.",
            DistortionMutants::throwing));
  }

  private static Mutant mutant(String id, String description, Distortion distortion) {
    return new Mutant(id, description, problem -> new DistortedConvolution(problem, distortion));
  }

  private static final class StaleBuffer implements Distortion {
    private final Map<String, double[]> buffers = new HashMap<>();

    @Override
    public Tensor apply(
        ConvProblem problem, ConvDirection direction, Tensor operand, Tensor result) {
      double[] buffer =
          buffers.computeIfAbsent(
              direction + Arrays.toString(result.shape()), none -> new double[result.size()]);
      for (int i = 0; i < buffer.length; i++) {
        buffer[i] += result.values()[i];
        result.values()[i] = buffer[i];
      }
      return result;
    }
  }

  private static final class Noise implements Distortion {
    private int calls;

    @Override
    public Tensor apply(
        ConvProblem problem, ConvDirection direction, Tensor operand, Tensor result) {
      calls++;
      double[] values = result.values();
      for (int i = calls % 3; i < values.length; i += 3) {
        values[i] *= 1 + 4 * problem.elementType().unitRoundoff();
      }
      return result;
    }
  }

  private static Tensor tailOffByOne(
      ConvProblem problem, ConvDirection direction, Tensor operand, Tensor result) {
    if (result.size() % VECTOR != 0) {
      result.values()[result.size() - 1] = 0;
    }
    return result;
  }

  private static Tensor oneWrongElement(
      ConvProblem problem, ConvDirection direction, Tensor operand, Tensor result) {
    if (result.size() >= LARGE) {
      result.values()[result.size() / 3] += 1;
    }
    return result;
  }

  private static Tensor lastImageMissing(
      ConvProblem problem, ConvDirection direction, Tensor operand, Tensor result) {
    boolean perImage =
        direction == ConvDirection.FORWARD || direction == ConvDirection.INPUT_GRADIENT;
    if (perImage && problem.batch() > 1) {
      int size = result.size();
      Arrays.fill(result.values(), size - size / (int) problem.batch(), size, 0);
    }
    return result;
  }

  private static Tensor averaged(
      ConvProblem problem, ConvDirection direction, Tensor operand, Tensor result) {
    boolean overBatch =
        direction == ConvDirection.FILTER_GRADIENT || direction == ConvDirection.BIAS_GRADIENT;
    if (overBatch && problem.batch() > 1) {
      Arrays.setAll(result.values(), i -> result.values()[i] / problem.batch());
    }
    return result;
  }

  private static Tensor inputGradientNegated(
      ConvProblem problem, ConvDirection direction, Tensor operand, Tensor result) {
    if (direction == ConvDirection.INPUT_GRADIENT) {
      Arrays.setAll(result.values(), i -> -result.values()[i]);
    }
    return result;
  }

  private static Tensor clipped(
      ConvProblem problem, ConvDirection direction, Tensor operand, Tensor result) {
    Arrays.setAll(result.values(), i -> Math.max(0, result.values()[i]));
    return result;
  }

  private static Tensor cut(
      ConvProblem problem, ConvDirection direction, Tensor operand, Tensor result) {
    Arrays.setAll(
        result.values(),
        i ->
            result.values()[i] < 0
                ? Math.ceil(result.values()[i])
                : Math.floor(result.values()[i]));
    return result;
  }

  private static Tensor nan(
      ConvProblem problem, ConvDirection direction, Tensor operand, Tensor result) {
    Arrays.fill(result.values(), Double.NaN);
    return result;
  }

  private static Tensor zero(
      ConvProblem problem, ConvDirection direction, Tensor operand, Tensor result) {
    Arrays.fill(result.values(), 0);
    return result;
  }

  private static Tensor operand(
      ConvProblem problem, ConvDirection direction, Tensor operand, Tensor result) {
    return operand;
  }

  private static Tensor axesSwapped(
      ConvProblem problem, ConvDirection direction, Tensor operand, Tensor result) {
    long[] shape = result.shape();
    if (shape.length < 2) {
      return result;
    }
    int last = shape.length - 1;
    long width = shape[last];
    shape[last] = shape[last - 1];
    shape[last - 1] = width;
    return Tensor.of(result.values(), shape);
  }

  private static Tensor throwing(
      ConvProblem problem, ConvDirection direction, Tensor operand, Tensor result) {
    if (problem.stride().height() > 1) {
      throw new UnsupportedOperationException("stride " + problem.stride() + " is not implemented");
    }
    return result;
  }
}
