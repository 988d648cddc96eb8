package org.conv4j.verify.framework;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;
import org.conv4j.verify.framework.child.ChildLoop;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.factory.Nd4j;

/** A program on ND4J's ops that some of its jars compute wrongly, or not at all. */
public final class DoorProgram {

  private DoorProgram() {}

  /** Prints a line for each op: its result, or that there is none. */
  public static void main(String[] arguments) throws IOException {
    try (PrintStream out = new PrintStream(ChildLoop.channel(), true, StandardCharsets.UTF_8)) {
      out.println(
          result(
              () ->
                  Nd4j.cnn()
                      .conv2d(
                          counted(5),
                          Nd4j.ones(DataType.FLOAT, 3, 3, 1, 1),
                          Conv2DConfig.builder().kH(3).kW(3).dH(2).dW(2).build())));
      out.println(
          result(
              () ->
                  Nd4j.cnn()
                      .conv2d(
                          counted(6),
                          Nd4j.ones(DataType.FLOAT, 1, 1, 1, 1),
                          Conv2DConfig.builder()
                              .kH(1)
                              .kW(1)
                              .sH(3)
                              .sW(3)
                              .paddingMode(PaddingMode.SAME)
                              .build())));
    }
  }

  /** A square picture of 0, 1, 2, ... */
  private static INDArray counted(int size) {
    return Nd4j.arange(size * size).castTo(DataType.FLOAT).reshape(1, 1, size, size);
  }

  private static String result(Supplier<INDArray> op) {
    try {
      INDArray y = op.get();
      return Arrays.toString(y.reshape(y.length()).toFloatVector());
    } catch (RuntimeException refused) {
      return "refused";
    }
  }
}
