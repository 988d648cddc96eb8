package org.conv4j.verify.process;

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
}
