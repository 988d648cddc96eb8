package org.conv4j.nd4j.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner;
import org.nd4j.linalg.exception.ND4JIllegalStateException;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.profiler.OpProfiler;
import org.nd4j.linalg.profiler.ProfilerConfig;

/** Whatever ND4J computes right through its ops, the door computes alike, to the last bit. */
class OpDoorTest {

  private static final OpExecutioner STOCK;
  private static final ConvExecutioner DOOR;

  static {
    Nd4j.getExecutioner();
    STOCK = new NativeOpExecutioner();
    DOOR = new ConvExecutioner();
  }

  /** A call: op, input shapes, output shapes, integer arguments. */
  record Call(
      String op, List<long[]> inputs, List<long[]> outputs, long[] arguments, DataType type) {
    @Override
    public String toString() {
      return op
          + " "
          + inputs.stream().map(Arrays::toString).toList()
          + " "
          + Arrays.toString(arguments)
          + " "
          + type;
    }
  }

  static Stream<Call> calls() {
    List<Call> calls = new ArrayList<>();
    for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
      for (int layout = 0; layout < 2; layout++) {
        for (int format = 0; format < (type == DataType.FLOAT ? 3 : 1); format++) {
          for (int same = 0; same < 2; same++) {
            for (int bias = 0; bias < 2; bias++) {
              convolutions(calls, type, layout, format, same, bias == 1);
            }
          }
        }
      }
    }
    return calls.stream();
  }

  private static void convolutions(
      List<Call> calls, DataType type, int layout, int format, int same, boolean bias) {
    long dilation = same == 1 ? 1 : 2;
    long pad = same == 1 ? 0 : 1;
    long[] arguments = {3, 2, 2, 1, pad, pad, dilation, 1, same, layout, format};
    long height = same == 1 ? 4 : (7 + 2 - (2 * 2 + 1)) / 2 + 1;
    long width = same == 1 ? 6 : 6 + 2 - 2 + 1;
    long[] x = image(layout, 2, 3, 7, 6);
    long[] y = image(layout, 2, 4, height, width);
    long[] w = weights(format, 3, 2, 3, 4);
    add(calls, type, "conv2d", x, w, bias ? new long[] {4} : null, y, arguments);

    long[] depthwise = depthwise(format, 3, 2, 3, 2);
    long[] yDepthwise = image(layout, 2, 6, height, width);
    add(
        calls,
        type,
        "depthwise_conv2d",
        x,
        depthwise,
        bias ? new long[] {6} : null,
        yDepthwise,
        arguments);

    long[] pointwise = weights(format, 1, 1, 6, 5);
    long[] ySeparable = image(layout, 2, 5, height, width);
    List<long[]> inputs = new ArrayList<>(List.of(x, depthwise, pointwise));
    List<long[]> backwardInputs = new ArrayList<>(List.of(x, ySeparable, depthwise, pointwise));
    if (bias) {
      inputs.add(new long[] {5});
      backwardInputs.add(new long[] {5});
    }
    calls.add(new Call("sconv2d", inputs, List.of(ySeparable), arguments, type));
    List<long[]> gradients = new ArrayList<>(backwardInputs);
    gradients.remove(1);
    calls.add(new Call("sconv2d_bp", backwardInputs, gradients, arguments, type));

    if (same == 0) {
      long[] small = image(layout, 2, 4, 3, 5);
      long[] large = image(layout, 2, 3, 2 * 2 + 5 - 2, 4 + 2 - 2);
      long[] transposed = weights(format, 3, 2, 3, 4);
      add(
          calls,
          type,
          "deconv2d",
          small,
          transposed,
          bias ? new long[] {3} : null,
          large,
          arguments);
    }
    if (format == 0) {
      long[] arguments1d = {3, 2, pad, dilation, same, layout, 0};
      long length = same == 1 ? 5 : (9 + 2 - 5) / 2 + 1;
      long[] line = layout == 0 ? new long[] {2, 3, 9} : new long[] {2, 9, 3};
      long[] out = layout == 0 ? new long[] {2, 4, length} : new long[] {2, length, 4};
      add(
          calls,
          type,
          "conv1d",
          line,
          new long[] {3, 3, 4},
          bias ? new long[] {4} : null,
          out,
          arguments1d);
    }
  }

  private static void add(
      List<Call> calls,
      DataType type,
      String op,
      long[] x,
      long[] w,
      long[] b,
      long[] y,
      long[] arguments) {
    List<long[]> operands = b == null ? List.of(x, w) : List.of(x, w, b);
    calls.add(new Call(op, operands, List.of(y), arguments, type));
    List<long[]> backward = new ArrayList<>(operands);
    backward.add(y);
    calls.add(new Call(op + "_bp", backward, operands, arguments, type));
  }

  private static long[] image(int layout, long n, long c, long h, long w) {
    return layout == 0 ? new long[] {n, c, h, w} : new long[] {n, h, w, c};
  }

  private static long[] weights(int format, long h, long w, long in, long out) {
    return switch (format) {
      case 0 -> new long[] {h, w, in, out};
      case 1 -> new long[] {out, in, h, w};
      default -> new long[] {out, h, w, in};
    };
  }

  private static long[] depthwise(int format, long h, long w, long in, long multiplier) {
    return switch (format) {
      case 0 -> new long[] {h, w, in, multiplier};
      case 1 -> new long[] {multiplier, in, h, w};
      default -> new long[] {multiplier, h, w, in};
    };
  }

  @ParameterizedTest
  @MethodSource("calls")
  void computesWhatNd4jComputesFromAndToAnyArrays(Call call) {
    INDArray[] inputs = integers(call);
    INDArray[] strided = Arrays.stream(inputs).map(OpDoorTest::strided).toArray(INDArray[]::new);
    INDArray[] expected = run(STOCK, call, inputs, outputs(call, false));

    assertResults(expected, run(DOOR, call, inputs, outputs(call, false)));
    assertResults(expected, run(DOOR, call, strided, outputs(call, true)));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void takesTheOp(Call call) {
    OpDoor door = new OpDoor(OpDoor.OPS);
    OpCall opCall =
        new OpCall(
            List.of(integers(call)),
            List.of(outputs(call, false)),
            LongStream.of(call.arguments()).boxed().toList());

    assertNotNull(door.read(call.op(), door.reader(call.op()), opCall));
  }

  @Test
  void isRightWhereSamePaddingWithAStrideAboveTheKernelIsWrongInNd4j() {
    INDArray x = Nd4j.arange(36).castTo(DataType.FLOAT).reshape(1, 1, 6, 6);
    CustomOp op =
        op(
            "conv2d",
            new INDArray[] {x, Nd4j.ones(DataType.FLOAT, 1, 1, 1, 1)},
            null,
            1,
            1,
            3,
            3,
            0,
            0,
            1,
            1,
            1,
            0,
            0);

    INDArray y = DOOR.exec(op)[0];

    assertArrayEquals(new double[] {0, 3, 18, 21}, elements(y));
  }

  @Test
  void takesTheKernelFromTheWeightsWhereItIsGivenAsMinusOne() {
    Call call =
        new Call(
            "conv2d",
            List.of(new long[] {1, 2, 5, 5}, new long[] {3, 3, 2, 4}),
            List.of(new long[] {1, 4, 3, 3}),
            new long[] {3, 3, 1, 1, 0, 0, 1, 1, 0},
            DataType.FLOAT);
    INDArray[] inputs = integers(call);
    INDArray[] expected = run(STOCK, call, inputs, outputs(call, false));
    Call unknown =
        new Call(
            call.op(),
            call.inputs(),
            call.outputs(),
            new long[] {-1, -1, 1, 1, 0, 0, 1, 1, 0},
            call.type());

    assertResults(expected, run(DOOR, unknown, inputs, outputs(call, false)));
  }

  @Test
  void computesCausalOneDimensionalConvolutions() {
    INDArray x = Nd4j.arange(5).castTo(DataType.FLOAT).reshape(1, 1, 5);
    INDArray w = Nd4j.createFromArray(1f, 10f).reshape(2, 1, 1);

    INDArray y = DOOR.exec(op("conv1d", new INDArray[] {x, w}, null, 2, 1, 0, 2, 2, 0, 0))[0];

    assertArrayEquals(new double[] {0, 10, 20, 31, 42}, elements(y));
  }

  @Test
  void leavesHalfPrecisionToNd4j() {
    OpDoor door = new OpDoor(OpDoor.OPS);
    INDArray x = Nd4j.ones(DataType.FLOAT16, 1, 1, 3, 3);
    OpCall call =
        new OpCall(
            List.of(x, Nd4j.ones(DataType.FLOAT16, 1, 1, 1, 1)),
            List.of(x.ulike()),
            List.of(1L, 1L, 1L, 1L, 0L, 0L, 1L, 1L, 0L));

    assertNull(door.read("conv2d", door.reader("conv2d"), call));
  }

  @Test
  void doesNotKnowOtherOps() {
    assertNull(new OpDoor(OpDoor.OPS).reader("maxpool2d"));
  }

  @Test
  void saysWhatIsWrongWithWeightsForAnotherNumberOfChannels() {
    INDArray x = Nd4j.ones(DataType.FLOAT, 1, 3, 4, 4);
    INDArray w = Nd4j.ones(DataType.FLOAT, 1, 1, 2, 5);
    long[] arguments = {1, 1, 1, 1, 0, 0, 1, 1, 0, 0, 0};

    var withoutOutput =
        assertThrows(
            ND4JIllegalStateException.class,
            () -> DOOR.exec(op("conv2d", new INDArray[] {x, w}, null, arguments)));
    var withOutput =
        assertThrows(
            ND4JIllegalStateException.class,
            () ->
                DOOR.exec(
                    op(
                        "conv2d",
                        new INDArray[] {x, w},
                        new INDArray[] {Nd4j.create(DataType.FLOAT, 1, 5, 4, 4)},
                        arguments)));

    String sentence = "conv2d: weights have shape [1, 1, 2, 5], expected [1, 1, 3, 5]";
    assertEquals(sentence, withoutOutput.getMessage());
    assertEquals(sentence, withOutput.getMessage());
  }

  @Test
  void callsTheHooksThatFindNaN() {
    INDArray x = Nd4j.valueArrayOf(new long[] {1, 1, 3, 3}, Double.NaN, DataType.FLOAT);
    CustomOp op =
        op(
            "conv2d",
            new INDArray[] {x, Nd4j.ones(DataType.FLOAT, 1, 1, 1, 1)},
            null,
            1,
            1,
            1,
            1,
            0,
            0,
            1,
            1,
            0);
    OpExecutioner global = Nd4j.getExecutioner();
    ProfilerConfig before = ProfilerConfig.builder().build();
    try {
      global.setProfilingConfig(ProfilerConfig.builder().checkForNAN(true).build());
      DOOR.setProfilingConfig(ProfilerConfig.builder().checkForNAN(true).build());

      Exception panic = assertThrows(RuntimeException.class, () -> DOOR.exec(op));
      assertTrue(panic.getMessage().contains("NaN"), panic.toString());
    } finally {
      global.setProfilingConfig(before);
      DOOR.setProfilingConfig(before);
    }
  }

  @Test
  void theProfilerCountsOpsAsOftenAsWithoutTheDoor() {
    assertEquals(profiled(new NativeOpExecutioner()), profiled(DOOR));
    assertEquals(3, profiled(DOOR));
  }

  /** How often ND4J's profiler sees {@code conv2d} when it is executed three times. */
  private static long profiled(OpExecutioner executioner) {
    CustomOp op =
        op(
            "conv2d",
            new INDArray[] {
              Nd4j.ones(DataType.FLOAT, 1, 1, 3, 3), Nd4j.ones(DataType.FLOAT, 1, 1, 1, 1)
            },
            new INDArray[] {Nd4j.create(DataType.FLOAT, 1, 1, 3, 3)},
            1,
            1,
            1,
            1,
            0,
            0,
            1,
            1,
            0);
    OpProfiler profiler = OpProfiler.getInstance();
    ProfilerConfig before = profiler.getConfig();
    profiler.setConfig(ProfilerConfig.builder().checkElapsedTime(true).build());
    try {
      long counted = profiler.getOpCounter().getCount("conv2d");
      for (int i = 0; i < 3; i++) {
        executioner.exec(op);
      }
      return profiler.getOpCounter().getCount("conv2d") - counted;
    } finally {
      profiler.setConfig(before);
    }
  }

  @Test
  void isInstalledWhenNd4jStarts() {
    assertInstanceOf(ConvExecutioner.class, Nd4j.getExecutioner());
  }

  private static INDArray[] integers(Call call) {
    SplittableRandom random = new SplittableRandom(7);
    return call.inputs().stream()
        .map(
            shape -> {
              long length = LongStream.of(shape).reduce(1, Math::multiplyExact);
              double[] values = random.ints(length, -4, 5).asDoubleStream().toArray();
              return Nd4j.createFromArray(values).castTo(call.type()).reshape(shape);
            })
        .toArray(INDArray[]::new);
  }

  private static INDArray[] outputs(Call call, boolean strided) {
    return call.outputs().stream()
        .map(
            shape -> {
              INDArray array = Nd4j.valueArrayOf(shape, Double.NaN, call.type());
              return strided ? strided(array) : array;
            })
        .toArray(INDArray[]::new);
  }

  /** The same elements, in a view whose axes lie in memory in reverse and with gaps. */
  private static INDArray strided(INDArray array) {
    long[] reversed =
        LongStream.rangeClosed(1, array.rank())
            .map(i -> array.size((int) (array.rank() - i)))
            .toArray();
    reversed[0] *= 2;
    INDArray wide = Nd4j.create(array.dataType(), reversed);
    INDArray view =
        wide.get(
            IntStream.range(0, array.rank())
                .mapToObj(
                    i -> i == 0 ? NDArrayIndex.interval(0, 2, reversed[0]) : NDArrayIndex.all())
                .toArray(INDArrayIndex[]::new));
    int[] back = IntStream.range(0, array.rank()).map(i -> array.rank() - 1 - i).toArray();
    INDArray result = view.permute(back);
    result.assign(array);
    return result;
  }

  private static INDArray[] run(
      OpExecutioner executioner, Call call, INDArray[] inputs, INDArray[] outputs) {
    executioner.exec(op(call.op(), inputs, outputs, call.arguments()));
    return outputs;
  }

  private static CustomOp op(
      String name, INDArray[] inputs, INDArray[] outputs, long... arguments) {
    var builder = DynamicCustomOp.builder(name).addInputs(inputs);
    if (outputs != null) {
      builder.addOutputs(outputs);
    }
    return builder
        .addIntegerArguments(LongStream.of(arguments).mapToInt(Math::toIntExact).toArray())
        .build();
  }

  private static void assertResults(INDArray[] expected, INDArray[] actual) {
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      assertArrayEquals(elements(expected[i]), elements(actual[i]), "output " + i);
    }
  }

  private static double[] elements(INDArray array) {
    return array.dup('c').reshape('c', new long[] {array.length()}).toDoubleVector();
  }
}
