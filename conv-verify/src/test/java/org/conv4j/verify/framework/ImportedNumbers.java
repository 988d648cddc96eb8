package org.conv4j.verify.framework;

import java.util.Arrays;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Computes what {@link ImportFindings} imports from TensorFlow, with small integers, so that every
 * sum is exact; prints as {@link Nd4jFindings} does. Knows conv4j by name only.
 */
public final class ImportedNumbers {

  private ImportedNumbers() {}

  /** Imports and computes. */
  public static void main(String[] arguments) {
    Nd4jFindings.print("VALID", () -> output("VALID"));
    Nd4jFindings.print("SAME", () -> output("SAME"));
    Nd4jFindings.print("executioner", () -> Nd4j.getExecutioner().getClass().getName());
    Nd4jFindings.print("computed", ImportedNumbers::computed);
  }

  private static String output(String padding) throws Exception {
    INDArray x = Nd4j.arange(16).castTo(DataType.FLOAT).reshape(1, 4, 4, 1);
    INDArray y = ImportFindings.imported(padding).outputSingle(Map.of("x", x), "y");
    return Arrays.toString(y.reshape(y.length()).toFloatVector());
  }

  private static Object computed() throws ReflectiveOperationException {
    return Class.forName("org.conv4j.nd4j.DoorPasses").getMethod("computed").invoke(null);
  }
}
