package org.conv4j.verify.framework;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.conv4j.ElementType;
import org.conv4j.Tensor;
import org.conv4j.verify.process.ArrayData;
import org.conv4j.verify.process.OperandData;

/**
 * An operand as a framework was given it, and as it left it. What was sent is known here: a child
 * is believed only what it shows.
 *
 * @param operand its name
 * @param given the elements that were sent
 * @param left those that were found after the result
 */
record Alteration(String operand, Tensor given, Tensor left) {

  /**
   * Those of the operands in {@code told} that differ, bit for bit, from what was sent.
   *
   * @param told operands by name, as a child reports them; null if it reports none
   * @throws IllegalArgumentException if they are no such operands
   */
  static List<Alteration> of(OperandData sent, Map<String, ArrayData> told, ElementType type) {
    Map<String, ArrayData> operands = sent.byName();
    List<Alteration> alterations = new ArrayList<>();
    (told == null ? Map.<String, ArrayData>of() : told)
        .forEach(
            (name, now) -> {
              if (!operands.containsKey(name) || now == null) {
                throw new IllegalArgumentException(
                    "'%s' among the changed operands: expected one of %s, and its elements"
                        .formatted(name, String.join(", ", operands.keySet())));
              }
              alterations.add(
                  new Alteration(name, operands.get(name).tensor(type), now.tensor(type)));
            });
    return alterations.stream().filter(Alteration::visible).toList();
  }

  private boolean visible() {
    return !Arrays.equals(given.shape(), left.shape()) || differing() > 0;
  }

  private long differing() {
    long differing = 0;
    for (int i = 0; i < given.size(); i++) {
      differing += differs(i) ? 1 : 0;
    }
    return differing;
  }

  private boolean differs(int offset) {
    return Double.doubleToRawLongBits(given.values()[offset])
        != Double.doubleToRawLongBits(left.values()[offset]);
  }

  /** The operand, the first element that differs, and how many do. */
  String explain() {
    if (!Arrays.equals(given.shape(), left.shape())) {
      return "%s had shape %s and has now %s"
          .formatted(operand, Arrays.toString(given.shape()), Arrays.toString(left.shape()));
    }
    int first = 0;
    while (!differs(first)) {
      first++;
    }
    return "%s at %s was %s and is now %s, %d of %d elements differ"
        .formatted(
            operand,
            Arrays.toString(index(first)),
            number(given.values()[first]),
            number(left.values()[first]),
            differing(),
            given.size());
  }

  private long[] index(int offset) {
    long[] strides = given.strides();
    long[] index = given.shape();
    for (int axis = 0; axis < index.length; axis++) {
      index[axis] = offset / strides[axis] % index[axis];
    }
    return index;
  }

  /** As short as it is exact; an integer without a point, unless it is -0. */
  private static String number(double value) {
    if (value == (long) value && Double.compare(value, -0.0) != 0) {
      return Long.toString((long) value);
    }
    return value == (float) value ? Float.toString((float) value) : Double.toString(value);
  }
}
