package org.conv4j.nd4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.conv4j.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** A result in the middle of a longer array, whose rest nobody may touch. */
final class Framed implements AutoCloseable {

  private static final float UNTOUCHED = 12345.5f;
  private static final int FRAME = 64;

  final INDArray array;
  private final INDArray all;
  private final long length;

  Framed(long... shape) {
    this.length = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    this.all = Nd4j.valueArrayOf(new long[] {length + 2 * FRAME}, UNTOUCHED, DataType.FLOAT);
    this.array = all.get(NDArrayIndex.interval(FRAME, FRAME + length)).reshape('c', shape);
  }

  void expect(Tensor expected) {
    assertArrayEquals(expected.values(), Nd4jContract.tensorOf(array).values());
    for (int i = 0; i < FRAME; i++) {
      assertEquals(UNTOUCHED, all.getFloat(i), "element " + (i - FRAME));
      assertEquals(UNTOUCHED, all.getFloat(FRAME + length + i), "element " + (length + i));
    }
  }

  @Override
  public void close() {
    all.close();
  }
}
