package org.conv4j.verify.network.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ParametersTest {

  @TempDir Path folder;

  private final INDArray large = Nd4j.linspace(DataType.FLOAT, -1, 1e-6, (1 << 20) + 5);
  private final INDArray small = Nd4j.createFromArray(new float[][] {{1, -3}, {2, 0.5f}});

  @Test
  void finds_the_largest_difference_in_any_piece() throws IOException {
    Path file = folder.resolve("kept");
    new Parameters(List.of(large, small)).write(file);
    INDArray other = large.dup();
    Parameters changed = new Parameters(List.of(other, small));
    assertEquals((1 << 20) + 9, changed.count());
    assertEquals(0, changed.largestDifference(file));
    assertEquals(new Parameters(List.of(large, small)).checksum(), changed.checksum());
    other.putScalar((1 << 20) + 3, other.getFloat((1 << 20) + 3) + 0.25f);
    assertEquals(0.25, changed.largestDifference(file), 1e-6);
    assertNotEquals(new Parameters(List.of(large, small)).checksum(), changed.checksum());
    assertEquals(3, changed.largest());
  }

  @Test
  void a_NaN_is_the_largest_difference() throws IOException {
    Path file = folder.resolve("kept");
    new Parameters(List.of(small)).write(file);
    INDArray other = small.dup();
    other.putScalar(0, Float.NaN);
    assertTrue(Double.isNaN(new Parameters(List.of(other)).largestDifference(file)));
  }

  @Test
  void refuses_another_number_of_parameters() throws IOException {
    Path file = folder.resolve("kept");
    new Parameters(List.of(small)).write(file);
    IOException refused =
        assertThrows(
            IOException.class, () -> new Parameters(List.of(small, small)).largestDifference(file));
    assertTrue(refused.getMessage().endsWith("holds 4 parameters, expected 8"));
  }
}
