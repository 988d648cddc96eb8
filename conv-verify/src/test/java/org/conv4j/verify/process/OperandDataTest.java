package org.conv4j.verify.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.conv4j.ElementType;
import org.conv4j.Tensor;
import org.conv4j.check.Operands;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OperandDataTest {

  private static OperandData operands(ElementType type, Tensor bias, double... input) {
    Tensor one = Tensor.of(new double[] {1}, 1);
    return OperandData.of(new Operands(Tensor.of(input, input.length), one, bias, one), type);
  }

  @ParameterizedTest
  @EnumSource
  void nothing_is_changed_that_has_the_same_bits(ElementType type) {
    double[] special = {Double.NaN, -0.0, Double.NEGATIVE_INFINITY, 1.5};
    assertEquals(
        Map.of(), operands(type, null, special).changed(operands(type, null, special.clone())));
  }

  @ParameterizedTest
  @CsvSource({"0, -0.0", "NaN, 1", "1, 1.0000001192092896", "1e-40, 0"})
  void another_bit_is_a_change(double sent, double now) {
    ElementType type = ElementType.FLOAT32;
    OperandData left = operands(type, null, 2, now);
    assertEquals(Map.of("input", left.input()), operands(type, null, 2, sent).changed(left));
  }

  @Test
  void operands_are_told_by_their_names_in_the_protocol() {
    Tensor bias = Tensor.of(new double[] {3}, 1);
    OperandData with = operands(ElementType.FLOAT64, bias, 2);
    assertEquals(
        List.of("input", "filter", "bias", "outputGradient"), List.copyOf(with.byName().keySet()));
    assertEquals(
        Set.of("input", "filter", "outputGradient"),
        operands(ElementType.FLOAT64, null, 2).byName().keySet());
    OperandData other = operands(ElementType.FLOAT64, Tensor.of(new double[] {4}, 1), 2);
    assertEquals(Set.of("bias"), with.changed(other).keySet());
  }
}
