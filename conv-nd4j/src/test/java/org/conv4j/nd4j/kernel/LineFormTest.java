package org.conv4j.nd4j.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("a form of minimal filtering")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LineFormTest {

  /** Taps that each output adds, and the inputs that they meet: the definition. */
  private static final int[][][] OF_F2 = {{{0, 0}, {1, 1}, {2, 2}}, {{0, 1}, {1, 2}, {2, 3}}};

  private static final int[][][] OF_BY_TWO = {{{0, 0}, {1, 1}, {2, 2}}, {{0, 2}, {1, 3}, {2, 4}}};
  private static final int[][][] OF_SPREAD_OUTER = {
    {{0, 0}, {2, 1}}, {{1, 1}}, {{0, 1}, {2, 2}}, {{1, 2}}
  };
  private static final int[][][] OF_SPREAD_MIDDLE = {
    {{1, 0}}, {{0, 0}, {2, 1}}, {{1, 1}}, {{0, 1}, {2, 2}}
  };

  static Stream<Arguments> definitions() {
    return Stream.of(
        Arguments.of(LineForm.F2, OF_F2),
        Arguments.of(LineForm.BY_TWO, OF_BY_TWO),
        Arguments.of(LineForm.SPREAD_OUTER, OF_SPREAD_OUTER),
        Arguments.of(LineForm.SPREAD_MIDDLE, OF_SPREAD_MIDDLE));
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void makes_outputs_from_its_products(LineForm form, int[][][] definition) {
    LineTransform line = LineTransform.of(form);
    Random random = new Random(3);
    for (int trial = 0; trial < 20; trial++) {
      float[] inputs = integers(random, form.inputs());
      float[] taps = integers(random, 3);
      float[] sources = new float[form.sources()];
      float[] weights = new float[form.weights()];
      line.input(inputs, 0, 1, sources, 0, 1);
      line.filter(taps, 0, 1, weights, 0, 1);
      float[] sums = new float[form.sums()];
      for (LineForm.Product product : form.products()) {
        sums[product.sum()] += sources[product.source()] * weights[product.weight()];
      }
      float[] outputs = new float[form.outputs()];
      line.output(sums, 0, 1, outputs, 0, 1);
      for (int i = 0; i < definition.length; i++) {
        float expected = 0;
        for (int[] term : definition[i]) {
          expected += taps[term[0]] * inputs[term[1]];
        }
        assertEquals(expected, outputs[i], "output " + i);
      }
    }
  }

  @Test
  void makes_taps_from_the_same_products_in_steps_of_two() {
    LineForm form = LineForm.BY_TWO;
    LineTransform line = LineTransform.of(form);
    Random random = new Random(4);
    float[] inputs = integers(random, form.inputs());
    float[] gradients = integers(random, form.outputs());
    float[] sources = new float[form.sources()];
    float[] factors = new float[form.sums()];
    line.input(inputs, 0, 1, sources, 0, 1);
    line.gradient(gradients, 0, 1, factors, 0, 1);
    float[] sums = new float[form.weights()];
    for (LineForm.Product product : form.products()) {
      sums[product.weight()] += sources[product.source()] * factors[product.sum()];
    }
    float[] taps = new float[3];
    line.filterGradient(sums, 0, 1, taps, 0, 1);
    for (int tap = 0; tap < 3; tap++) {
      assertEquals(inputs[tap] * gradients[0] + inputs[tap + 2] * gradients[1], taps[tap]);
    }
  }

  @Test
  void takes_25_products_for_36_of_a_stride_of_two() {
    for (LineForm form :
        new LineForm[] {LineForm.BY_TWO, LineForm.SPREAD_OUTER, LineForm.SPREAD_MIDDLE}) {
      assertEquals(25, form.tileProducts().size());
      assertEquals(4, form.weights());
    }
    assertEquals(16, LineForm.F2.tileProducts().size());
    assertEquals(36, LineForm.F4.tileProducts().size());
  }

  @Test
  void of_a_tile_numbers_elements_row_by_row() {
    assertEquals(
        new LineForm.Product(2 * 5 + 4, 2 * 4 + 3, 2 * 3 + 2),
        LineForm.BY_TWO.tileProducts().get(2 * 5 + 4));
  }

  @ParameterizedTest
  @EnumSource(
      value = LineForm.class,
      names = {"SPREAD_OUTER", "SPREAD_MIDDLE"})
  void has_no_filter_gradient_on_the_way_back(LineForm form) {
    TileTransform transform = KernelProvider.kernels().winograd(form, form);
    assertThrows(
        UnsupportedOperationException.class,
        () -> transform.gradientRows(new float[0], new int[0], 0, 0, 0, 0));
    assertThrows(
        UnsupportedOperationException.class,
        () -> transform.gradientColumns(new float[0], 0, 0, 0, new float[0], 0, 0, 0));
    assertThrows(
        UnsupportedOperationException.class,
        () -> transform.filterGradient(new float[0], 0, 0, 0, 0, new float[0], 0, 0));
  }

  private static float[] integers(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextInt(19) - 9;
    }
    return values;
  }
}
