package org.conv4j.verify.process;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.conv4j.ElementType;
import org.conv4j.check.Operands;

/**
 * The data of a case on the wire.
 *
 * @param input in the problem's layout
 * @param filter in the problem's filter layout
 * @param bias null exactly when the problem has none
 * @param outputGradient in the problem's layout
 */
public record OperandData(
    ArrayData input, ArrayData filter, ArrayData bias, ArrayData outputGradient) {

  /** {@code operands} as elements of {@code type}. */
  public static OperandData of(Operands operands, ElementType type) {
    return new OperandData(
        ArrayData.of(operands.input(), type),
        ArrayData.of(operands.filter(), type),
        operands.bias() == null ? null : ArrayData.of(operands.bias(), type),
        ArrayData.of(operands.outputGradient(), type));
  }

  /** The operands, as the reference takes them. */
  public Operands operands(ElementType type) {
    return new Operands(
        input.tensor(type),
        filter.tensor(type),
        bias == null ? null : bias.tensor(type),
        outputGradient.tensor(type));
  }

  /** The operands by their names, without a bias that the problem does not have. */
  public Map<String, ArrayData> byName() {
    Map<String, ArrayData> operands = new LinkedHashMap<>();
    operands.put("input", input);
    operands.put("filter", filter);
    if (bias != null) {
      operands.put("bias", bias);
    }
    operands.put("outputGradient", outputGradient);
    return operands;
  }

  /** Those of {@code now} whose elements are not, bit for bit, what they are here; by name. */
  public Map<String, ArrayData> changed(OperandData now) {
    Map<String, ArrayData> changed = now.byName();
    byName()
        .forEach((name, sent) -> changed.computeIfPresent(name, (same, is) -> unlike(sent, is)));
    return changed;
  }

  private static ArrayData unlike(ArrayData sent, ArrayData now) {
    return Arrays.equals(sent.data(), now.data()) ? null : now;
  }
}
