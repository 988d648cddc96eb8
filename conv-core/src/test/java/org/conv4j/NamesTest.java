package org.conv4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Directions, layouts and element types")
class NamesTest {

  @ParameterizedTest
  @EnumSource
  void aDirectionIsFoundByItsId(ConvDirection direction) {
    assertEquals(direction, ConvDirection.ofId(direction.id()));
  }

  @Test
  void anUnknownDirectionIsRefusedWithTheKnownOnes() {
    assertEquals(
        "unknown direction 'backwards': expected forward, input-gradient, filter-gradient or"
            + " bias-gradient",
        assertThrows(IllegalArgumentException.class, () -> ConvDirection.ofId("backwards"))
            .getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void aTensorLayoutUndoesItsOwnOrder(TensorLayout layout) {
    assertArrayEquals(new long[] {2, 3, 4, 5}, layout.toNchw(layout.shape(2, 3, new Extent(4, 5))));
  }

  @ParameterizedTest
  @EnumSource
  void aFilterLayoutUndoesItsOwnOrder(FilterLayout layout) {
    assertArrayEquals(new long[] {2, 3, 4, 5}, layout.toOihw(layout.shape(2, 3, new Extent(4, 5))));
  }

  @ParameterizedTest
  @EnumSource
  void aFilterLayoutsNameIsItsOrder(FilterLayout layout) {
    StringBuilder order = new StringBuilder();
    for (long size : layout.shape(2, 3, new Extent(4, 5))) {
      order.append("  OIHW".charAt((int) size));
    }
    assertEquals(layout.name(), order.toString());
  }

  @ParameterizedTest
  @EnumSource
  void aTensorLayoutsNameIsItsOrder(TensorLayout layout) {
    StringBuilder order = new StringBuilder();
    for (long size : layout.shape(2, 3, new Extent(4, 5))) {
      order.append("  NCHW".charAt((int) size));
    }
    assertEquals(layout.name(), order.toString());
  }

  @Test
  void unitRoundoffIsHalfTheDistanceToTheNextNumber() {
    assertEquals(Math.ulp(1f) / 2, ElementType.FLOAT32.unitRoundoff());
    assertEquals(Math.ulp(1.0) / 2, ElementType.FLOAT64.unitRoundoff());
    assertEquals(Float.MIN_VALUE, ElementType.FLOAT32.smallestSubnormal());
    assertEquals(Double.MIN_VALUE, ElementType.FLOAT64.smallestSubnormal());
    assertEquals((1L << 24), (long) (float) ((1L << 24) + 1), "the first integer that is not kept");
    assertEquals(1L << 24, ElementType.FLOAT32.exactIntegers());
    assertEquals(1L << 53, ElementType.FLOAT64.exactIntegers());
    assertEquals((float) 0.1, ElementType.FLOAT32.round(0.1));
    assertEquals(0.1, ElementType.FLOAT64.round(0.1));
  }
}
