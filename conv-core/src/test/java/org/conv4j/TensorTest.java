package org.conv4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A tensor")
class TensorTest {

  @Test
  void isRowMajorOverTheCallersValues() {
    double[] values = {0, 1, 2, 3, 4, 5};
    Tensor tensor = Tensor.of(values, 2, 3);
    assertSame(values, tensor.values());
    assertEquals(5, tensor.get(1, 2));
    assertEquals(1, tensor.get(0, 1));
    tensor.set(7, 1, 0);
    assertEquals(7, values[3]);
    assertArrayEquals(new long[] {3, 1}, tensor.strides());
    assertEquals(2, tensor.rank());
    assertEquals(6, tensor.size());
    assertEquals("Tensor[2, 3]", tensor.toString());
  }

  @Test
  void keepsItsShapeToItself() {
    long[] shape = {2, 3};
    Tensor tensor = Tensor.zeros(shape);
    shape[0] = 9;
    tensor.shape()[1] = 9;
    assertArrayEquals(new long[] {2, 3}, tensor.shape());
    long[] other = {1, 2};
    Tensor over = Tensor.of(new double[2], other);
    other[0] = 9;
    assertArrayEquals(new long[] {1, 2}, over.shape());
  }

  @Test
  void copiesItsValues() {
    Tensor tensor = Tensor.of(new double[] {1, 2}, 2);
    Tensor copy = tensor.copy();
    assertNotSame(tensor.values(), copy.values());
    copy.set(9, 0);
    assertEquals(1, tensor.get(0));
    assertArrayEquals(tensor.shape(), copy.shape());
  }

  @Test
  void mayBeEmptyOrHoldOneNumber() {
    assertEquals(0, Tensor.zeros(3, 0, 2).size());
    assertEquals(0, Tensor.zeros(Long.MAX_VALUE, Long.MAX_VALUE, 0).size());
    assertEquals(1, Tensor.zeros().size());
    assertEquals(0, Tensor.zeros().get());
  }

  @Test
  void refusesAShapeThatDoesNotHoldItsValues() {
    assertEquals(
        "shape [2, 3] holds 6 values, found 5", refusal(() -> Tensor.of(new double[5], 2, 3)));
    assertEquals("shape [2, -3] has a negative size: -3", refusal(() -> Tensor.zeros(2, -3)));
    assertEquals(
        "shape [65536, 65536] holds more values than a Java array can",
        refusal(() -> Tensor.zeros(65536, 65536)));
    assertEquals(
        "shape [4294967296, 4294967296] holds more values than a Java array can",
        refusal(() -> Tensor.zeros(1L << 32, 1L << 32)));
  }

  @Test
  void refusesAnIndexOutsideItsShape() {
    Tensor tensor = Tensor.zeros(2, 3);
    assertThrows(IndexOutOfBoundsException.class, () -> tensor.get(2, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> tensor.get(0, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> tensor.set(0, 0, -1));
    assertEquals("index [1] into shape [2, 3]", refusal(() -> tensor.get(1)));
  }

  private static String refusal(Runnable action) {
    return assertThrows(ConvShapeException.class, action::run).getMessage();
  }
}
