package org.conv4j.nd4j.ops;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.exception.ND4JIllegalStateException;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays that do not fit, through the door of ND4J's ops. */
class OpRefusalTest {

  private static final int[] FLAT = {2, 2, 1, 1, 0, 0, 1, 1, 0, 0};

  static Stream<Arguments> misfits() {
    INDArray x = ones(1, 3, 4, 4);
    INDArray y = ones(1, 5, 3, 3);
    INDArray wrongY = ones(1, 5, 2, 3);
    INDArray w = ones(2, 2, 3, 5);
    INDArray forTwo = ones(2, 2, 2, 5);
    INDArray depthwise = ones(2, 2, 3, 1);
    INDArray depthwiseForTwo = ones(2, 2, 2, 1);
    INDArray point = ones(1, 1, 3, 5);
    INDArray pointForTwo = ones(1, 1, 2, 5);
    INDArray transposed = ones(2, 2, 5, 3);
    INDArray transposedForTwo = ones(2, 2, 5, 2);
    INDArray signal = ones(1, 3, 6);
    return Stream.of(
        misfit("conv2d", "[2, 2, 2, 5]", List.of(x, forTwo), List.of(y), FLAT),
        misfit("conv2d_bp", "[1, 5, 2, 3]", List.of(x, w, wrongY), List.of(x, w), FLAT),
        misfit("depthwise_conv2d", "2 channels", List.of(x, depthwiseForTwo), List.of(x), FLAT),
        misfit(
            "depthwise_conv2d_bp",
            "[1, 5, 2, 3]",
            List.of(x, depthwise, wrongY),
            List.of(x, depthwise),
            FLAT),
        misfit("sconv2d", "2", List.of(x, depthwise, pointForTwo), List.of(y), FLAT),
        misfit(
            "sconv2d_bp",
            "[1, 5, 2, 3]",
            List.of(x, wrongY, depthwise, point),
            List.of(x, depthwise, point),
            FLAT),
        misfit("deconv2d", "2", List.of(x, transposedForTwo), List.of(ones(1, 5, 5, 5)), FLAT),
        misfit(
            "deconv2d_bp",
            "2 x 3 does not belong to an input of 4 x 4",
            List.of(x, transposed, wrongY),
            List.of(x, transposed),
            FLAT),
        misfit(
            "conv1d",
            "2",
            List.of(signal, ones(2, 2, 5)),
            List.of(ones(1, 5, 5)),
            new int[] {2, 1, 0, 1, 0, 0}),
        misfit(
            "conv1d_bp",
            "20 elements, expected 25",
            List.of(signal, ones(2, 3, 5), ones(1, 5, 4)),
            List.of(signal, ones(2, 3, 5)),
            new int[] {2, 1, 0, 1, 0, 0}));
  }

  private static INDArray ones(long... shape) {
    return Nd4j.ones(DataType.FLOAT, shape);
  }

  private static Arguments misfit(
      String op, String numbers, List<INDArray> inputs, List<INDArray> outputs, int[] arguments) {
    return Arguments.of(op, numbers, inputs, outputs, arguments);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("misfits")
  @DisplayName("are refused with ND4J's exception and a sentence that has the numbers")
  void sentence(
      String op, String numbers, List<INDArray> inputs, List<INDArray> outputs, int[] arguments) {
    DynamicCustomOp call =
        DynamicCustomOp.builder(op)
            .addInputs(inputs.toArray(INDArray[]::new))
            .addOutputs(outputs.stream().map(INDArray::ulike).toArray(INDArray[]::new))
            .addIntegerArguments(arguments)
            .build();

    var refusal =
        assertThrows(ND4JIllegalStateException.class, () -> new ConvExecutioner().exec(call));

    assertTrue(refusal.getMessage().startsWith(op + ": "), refusal::getMessage);
    assertTrue(refusal.getMessage().contains(numbers), refusal::getMessage);
    assertTrue(refusal.getMessage().lines().count() == 1, refusal::getMessage);
  }
}
