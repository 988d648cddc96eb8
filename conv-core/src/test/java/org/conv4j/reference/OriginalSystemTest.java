package org.conv4j.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.conv4j.ConvDirection;
import org.conv4j.ConvGradients;
import org.conv4j.ConvProblem;
import org.conv4j.Convolution;
import org.conv4j.FilterLayout;
import org.conv4j.Tensor;
import org.conv4j.TensorLayout;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * What the numpy teaching implementation does, on its own demonstration shapes: images as batch,
 * height, width, colours, filters as height, width, in, out; stride 1, no padding, no bias,
 * float64, uniform random values in [0, 1).
 */
@DisplayName("The original system's")
class OriginalSystemTest {

  private static final ConvProblem BATCHED =
      ConvProblem.parse("n2_c5h10w11_k4r2s3_nhwc_hwio_nobias_f64");
  private static final ConvProblem SINGLE =
      ConvProblem.parse("n1_c5h10w11_k4r2s3_nhwc_hwio_nobias_f64");
  private static final ConvProblem GREY =
      ConvProblem.parse("n1_c1h30w30_k1r3s3_nhwc_hwio_nobias_f64");

  private final Random random = new Random(1);

  private Tensor uniform(long... shape) {
    Tensor tensor = Tensor.zeros(shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.values()[i] = random.nextDouble();
    }
    return tensor;
  }

  private final Tensor image = uniform(BATCHED.inputShape());
  private final Tensor filter = uniform(BATCHED.filterShape());
  private final Tensor weights = uniform(BATCHED.outputShape());

  @Nested
  @DisplayName("O1: forward pass")
  class Forward {

    @Test
    void multipliesTheCropAtEveryPositionWithTheFilter() {
      Tensor output = new MirroredReference(BATCHED).forward(image, filter);
      assertArrayEquals(new long[] {2, 10 - 2 + 1, 11 - 3 + 1, 4}, output.shape());
      assertArrayEquals(
          output.values(), new DirectReference(BATCHED).forward(image, filter).values(), 1e-13);
      for (int n = 0; n < 2; n++) {
        for (int y = 0; y < 9; y++) {
          for (int x = 0; x < 9; x++) {
            for (int out = 0; out < 4; out++) {
              assertEquals(cropTimesFilter(n, y, x, out), output.get(n, y, x, out), 1e-13);
            }
          }
        }
      }
    }

    private double cropTimesFilter(int n, int y, int x, int out) {
      double sum = 0;
      for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 3; j++) {
          for (int in = 0; in < 5; in++) {
            sum += image.get(n, y + i, x + j, in) * filter.get(i, j, in, out);
          }
        }
      }
      return sum;
    }
  }

  @Test
  @DisplayName("O2: demonstration shape is 2 images of 10 x 11 x 5 and a filter of 2 x 3 x 5 x 4")
  void demonstrationShape() {
    assertArrayEquals(new long[] {2, 10, 11, 5}, BATCHED.inputShape());
    assertArrayEquals(new long[] {2, 3, 5, 4}, BATCHED.filterShape());
    assertArrayEquals(new long[] {2, 9, 9, 4}, BATCHED.outputShape());
  }

  @Test
  @DisplayName(
      "O3: input gradient is a convolution of the padded gradient with the mirrored filter")
  void inputGradientIsAConvolution() {
    Tensor padded = new MirroredReference(BATCHED).paddedGradient(weights);
    Tensor mirrored = Tensor.zeros(2, 3, 4, 5);
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 3; j++) {
        for (int in = 0; in < 5; in++) {
          for (int out = 0; out < 4; out++) {
            mirrored.set(filter.get(i, j, in, out), 1 - i, 2 - j, out, in);
          }
        }
      }
    }
    ConvProblem convolution =
        ConvProblem.builder()
            .input(2, 4, 11, 13)
            .filter(5, 2, 3)
            .layout(TensorLayout.NHWC)
            .filterLayout(FilterLayout.HWIO)
            .bias(false)
            .build();
    Tensor expected = new DirectReference(convolution).forward(padded, mirrored);
    assertArrayEquals(BATCHED.inputShape(), expected.shape());
    assertArrayEquals(
        expected.values(),
        new MirroredReference(BATCHED).inputGradient(filter, weights).values(),
        1e-13);
    assertArrayEquals(
        expected.values(),
        new DirectReference(BATCHED).inputGradient(filter, weights).values(),
        1e-13);
  }

  @Test
  @DisplayName("O4: scalar probe tells a wrong output element by the weight it carried")
  void scalarProbe() {
    Convolution<Tensor> conv = new DirectReference(BATCHED);
    double right = NumericalGradient.of(conv, image, filter, null, weights).probe();
    for (long[] index : new long[][] {{0, 0, 0, 0}, {1, 4, 7, 2}, {1, 8, 8, 3}}) {
      NumericalGradient.Forward wrong =
          (x, w, b) -> {
            Tensor output = conv.forward(x, w, b);
            output.set(output.get(index) + 1, index);
            return output;
          };
      double found = new NumericalGradient(wrong, image, filter, null, weights).probe();
      assertEquals(weights.get(index), found - right, 1e-11);
    }
  }

  @Nested
  @DisplayName("O5: numerical gradient check, eps 1e-4 and tolerance 1e-8,")
  class NumericalCheck {

    @Test
    void hasTheOriginalsNumbers() {
      assertEquals(1e-4, NumericalGradient.STEP);
      assertEquals(1e-8, NumericalGradient.TOLERANCE);
    }

    @Test
    void passesOnEveryInputAndFilterElement() {
      for (Convolution<Tensor> conv :
          new ReferenceConvolution[] {
            new DirectReference(BATCHED),
            new MirroredReference(BATCHED),
            new CompensatedReference(BATCHED)
          }) {
        ConvGradients<Tensor> gradients = conv.backward(image, filter, weights);
        NumericalGradient numerical = NumericalGradient.of(conv, image, filter, null, weights);
        assertPassed(
            2 * 10 * 11 * 5,
            numerical.forwardDifference(ConvDirection.INPUT_GRADIENT, gradients.input()));
        assertPassed(
            2 * 3 * 5 * 4,
            numerical.forwardDifference(ConvDirection.FILTER_GRADIENT, gradients.filter()));
      }
    }

    @Test
    void passesOnABiasToo() {
      ConvProblem biased = BATCHED.toBuilder().bias(true).build();
      Convolution<Tensor> conv = new DirectReference(biased);
      Tensor bias = uniform(4);
      assertPassed(
          4,
          NumericalGradient.of(conv, image, filter, bias, weights)
              .forwardDifference(ConvDirection.BIAS_GRADIENT, conv.biasGradient(weights)));
    }

    @Test
    void findsOneWrongElement() {
      Convolution<Tensor> conv = new DirectReference(BATCHED);
      Tensor gradient = conv.inputGradient(filter, weights);
      gradient.set(gradient.get(1, 2, 3, 4) + 1e-7, 1, 2, 3, 4);
      GradientCheck check =
          NumericalGradient.of(conv, image, filter, null, weights)
              .forwardDifference(ConvDirection.INPUT_GRADIENT, gradient);
      assertFalse(check.passed());
      assertArrayEquals(new long[] {1, 2, 3, 4}, check.index());
    }

    @Test
    void wouldNotPassIfTheProbeWereSummedPlainly() {
      Convolution<Tensor> conv = new DirectReference(BATCHED);
      Tensor gradient = conv.inputGradient(filter, weights);
      double before = plainProbe(conv);
      double worst = 0;
      for (int i = 0; i < image.size(); i++) {
        double value = image.values()[i];
        image.values()[i] = value + 1e-4;
        double quotient = (plainProbe(conv) - before) / 1e-4;
        image.values()[i] = value;
        worst = Math.max(worst, Math.abs(quotient - gradient.values()[i]));
      }
      assertTrue(worst > 1e-8, () -> "the worst plain error");
    }

    private double plainProbe(Convolution<Tensor> conv) {
      double[] output = conv.forward(image, filter).values();
      double sum = 0;
      for (int i = 0; i < output.length; i++) {
        sum += output[i] * weights.values()[i];
      }
      return sum;
    }
  }

  @Test
  @DisplayName("O6: padded gradient is a rectangle of data inside a frame of zeros")
  void paddedGradient() {
    Tensor padded = new MirroredReference(BATCHED).paddedGradient(weights);
    assertArrayEquals(new long[] {2, 9 + 2 * (2 - 1), 9 + 2 * (3 - 1), 4}, padded.shape());
    for (int n = 0; n < 2; n++) {
      for (int y = 0; y < 11; y++) {
        for (int x = 0; x < 13; x++) {
          boolean data = y >= 1 && y < 10 && x >= 2 && x < 11;
          for (int out = 0; out < 4; out++) {
            double expected = data ? weights.get(n, y - 1, x - 2, out) : 0;
            assertEquals(expected, padded.get(n, y, x, out));
          }
        }
      }
    }
  }

  @Test
  @DisplayName("O7: prototype without batch passes forward, input gradient and check")
  void withoutBatch() {
    Tensor one = uniform(SINGLE.inputShape());
    Tensor probe = uniform(SINGLE.outputShape());
    Convolution<Tensor> conv = new MirroredReference(SINGLE);
    assertArrayEquals(new long[] {1, 9, 9, 4}, conv.forward(one, filter).shape());
    assertPassed(
        10 * 11 * 5,
        NumericalGradient.of(conv, one, filter, null, probe)
            .forwardDifference(ConvDirection.INPUT_GRADIENT, conv.inputGradient(filter, probe)));
  }

  @Test
  @DisplayName("O8: prototype without colours passes the check of one element, and of all")
  void withoutColours() {
    Tensor grey = uniform(GREY.inputShape());
    Tensor kernel = uniform(GREY.filterShape());
    Tensor probe = uniform(GREY.outputShape());
    Convolution<Tensor> conv = new MirroredReference(GREY);
    assertArrayEquals(new long[] {1, 28, 28, 1}, conv.forward(grey, kernel).shape());
    NumericalGradient numerical = NumericalGradient.of(conv, grey, kernel, null, probe);
    Tensor gradient = conv.inputGradient(kernel, probe);
    assertPassed(1, numerical.forwardDifference(ConvDirection.INPUT_GRADIENT, gradient, 1));
    assertPassed(900, numerical.forwardDifference(ConvDirection.INPUT_GRADIENT, gradient));
  }

  private static void assertPassed(int elements, GradientCheck check) {
    assertTrue(check.passed(), check::toString);
    assertEquals(elements, check.checked());
  }
}
