package org.conv4j.nd4j.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.conv4j.ConvShapeException;
import org.conv4j.nd4j.WithoutDoors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.exception.ND4JIllegalStateException;
import org.nd4j.linalg.factory.Nd4j;

@DisplayName("The op door, in use,")
class OpDoorInUseTest {

  private static final List<Long> ONE_BY_ONE = List.of(1L, 1L, 1L, 1L, 0L, 0L, 1L, 1L, 0L);

  @Test
  @DisplayName("computes into arrays that are attached to a DL4J workspace")
  void computesIntoWorkspaces() {
    Supplier<double[]> program =
        () -> {
          WorkspaceConfiguration configuration =
              WorkspaceConfiguration.builder().initialSize(1 << 20).build();
          try (MemoryWorkspace workspace =
              Nd4j.getWorkspaceManager().getAndActivateWorkspace(configuration, "DOOR_TEST")) {
            INDArray y = edges(picture(5));
            assertTrue(y.isAttached());
            assertTrue(workspace.isScopeActive());
            return y.reshape(y.length()).toDoubleVector();
          }
        };

    assertArrayEquals(WithoutDoors.ops(program), program.get());
  }

  @ParameterizedTest(name = "takes a kernel size of {0} from the weights")
  @ValueSource(ints = {0, -1})
  void takesTheKernelFromTheWeights(int given) {
    INDArray weights = Nd4j.createFromArray(1f, -1f).reshape(1, 2, 1, 1);
    INDArray y = Nd4j.create(DataType.FLOAT, 1, 1, 5, 4);
    CustomOp op =
        DynamicCustomOp.builder("conv2d")
            .addInputs(picture(5), weights)
            .addOutputs(y)
            .addIntegerArguments(given, given, 1, 1, 0, 0, 1, 1, 0)
            .build();

    Nd4j.getExecutioner().exec(op);

    assertArrayEquals(
        edges(picture(5)).reshape(20).toDoubleVector(), y.reshape(20).toDoubleVector());
  }

  @Test
  @DisplayName("gives an ND4J exception with a sentence for a picture of rank 3")
  void refusesWrongRanks() {
    INDArray flat = picture(5).reshape(1, 5, 5);

    var refusal = assertThrows(ND4JIllegalStateException.class, () -> edges(flat));

    assertTrue(
        refusal.getMessage().contains("rank 3 (shape [1, 5, 5]), expected 4"), refusal::getMessage);
  }

  @Test
  @DisplayName("is right for SAME with a stride above the kernel, where ND4J is not")
  void isRightWhereNd4jIsNot() {
    Supplier<double[]> program =
        () ->
            Nd4j.cnn()
                .conv2d(
                    picture(6),
                    Nd4j.ones(DataType.FLOAT, 1, 1, 1, 1),
                    Conv2DConfig.builder()
                        .kH(1)
                        .kW(1)
                        .sH(3)
                        .sW(3)
                        .paddingMode(PaddingMode.SAME)
                        .build())
                .reshape(4)
                .toDoubleVector();

    assertArrayEquals(new double[] {0, 3, 18, 21}, program.get());
    assertArrayEquals(new double[] {7, 10, 25, 28}, WithoutDoors.ops(program));
  }

  @Test
  @DisplayName("says each kind of refusal once, in one sentence, whatever the numbers")
  void logsEachKindOfRefusalOnce() {
    OpDoor door = new OpDoor(OpDoor.OPS);

    List<String> logged =
        logOf(
            () -> {
              for (int size = 3; size < 6; size++) {
                assertNull(door.read("conv2d", door.reader("conv2d"), half(size)));
                assertNull(door.read("conv2d", door.reader("conv2d"), wrongKernel(size)));
              }
            });

    assertEquals(2, logged.size(), logged::toString);
    assertTrue(
        logged.get(0).endsWith("conv2d is left to ND4J: arrays of type HALF are computed by ND4J"),
        logged.get(0));
  }

  @Test
  @DisplayName("leaves an op to ND4J after a failure of its own, with one warning")
  void survivesItsOwnFailures() {
    OpDoor door = new OpDoor(OpDoor.OPS);
    Runnable broken =
        () -> {
          throw new NoClassDefFoundError("lost");
        };

    List<String> logged =
        logOf(
            () -> {
              assertFalse(door.run("conv2d", broken));
              assertFalse(door.run("conv2d", broken));
            });

    assertEquals(1, logged.stream().filter(line -> line.contains("WARN")).count());
    assertThrows(
        ND4JIllegalStateException.class,
        () ->
            door.run(
                "conv2d",
                () -> {
                  throw new ConvShapeException("no such shape");
                }));
  }

  private static INDArray picture(int size) {
    return Nd4j.arange(size * size).castTo(DataType.FLOAT).reshape(1, 1, size, size);
  }

  private static INDArray edges(INDArray picture) {
    INDArray weights = Nd4j.createFromArray(1f, -1f).reshape(1, 2, 1, 1);
    return Nd4j.cnn().conv2d(picture, weights, Conv2DConfig.builder().kH(1).kW(2).build());
  }

  private static OpCall half(int size) {
    INDArray x = Nd4j.ones(DataType.FLOAT16, 1, 1, size, size);
    return new OpCall(
        List.of(x, Nd4j.ones(DataType.FLOAT16, 1, 1, 1, 1)), List.of(x.ulike()), ONE_BY_ONE);
  }

  private static OpCall wrongKernel(int size) {
    INDArray x = Nd4j.ones(DataType.FLOAT, 1, 1, size, size);
    return new OpCall(
        List.of(x, Nd4j.ones(DataType.FLOAT, size, 1, 1, 1)),
        List.of(Nd4j.ones(DataType.FLOAT, 1, 1, 1, size)),
        ONE_BY_ONE);
  }

  /** The lines that the door's logger writes to the standard error during {@code work}. */
  private static List<String> logOf(Runnable work) {
    PrintStream before = System.err;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    try {
      work.run();
    } finally {
      System.setErr(before);
    }
    return written
        .toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.contains("org.conv4j.nd4j.ops -"))
        .toList();
  }
}
