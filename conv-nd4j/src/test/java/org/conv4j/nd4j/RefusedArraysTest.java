package org.conv4j.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.ConvShapeException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

@DisplayName("an array is refused")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RefusedArraysTest {

  private final Fixture fixture = new Fixture("n2_c3h4w5_k4r3s3_same");
  private final Nd4jConvolution convolution = Nd4jConvolution.of(fixture.problem);

  @Test
  void when_it_was_closed() {
    INDArray filter = fixture.filter.dup();
    filter.close();
    refused(
        "filter was closed: its memory is gone",
        () -> convolution.forward(fixture.input, filter, fixture.bias));
  }

  @Test
  void when_it_is_a_view_of_what_was_closed() {
    INDArray batch = Nd4j.create(DataType.FLOAT, 5, 3, 4, 5);
    INDArray input = batch.get(NDArrayIndex.interval(1, 3));
    batch.close();
    refused(
        "input was closed: its memory is gone",
        () -> convolution.forward(input, fixture.filter, fixture.bias));
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"HALF", "BFLOAT16", "INT", "LONG", "BYTE", "BOOL", "UBYTE"})
  void when_its_type_is_neither_FLOAT_nor_DOUBLE(DataType type) {
    INDArray input = Nd4j.create(type, 2, 3, 4, 5);
    refused(
        "input is " + type + ": only FLOAT and DOUBLE are computed; castTo(DataType.FLOAT) first",
        () -> convolution.forward(input, fixture.filter, fixture.bias));
  }

  @Test
  void when_types_are_mixed() {
    refused(
        "bias is DOUBLE, expected FLOAT: all arrays must have the problem's element type"
            + " (n2_c3h4w5_k4r3s3_same)",
        () ->
            convolution.forward(
                fixture.input, fixture.filter, fixture.bias.castTo(DataType.DOUBLE)));
  }

  @Test
  void when_its_shape_is_another() {
    refused(
        "outputGradient has shape [2, 4, 5, 4], expected [2, 4, 4, 5]"
            + " (batch, channels, height, width) for n2_c3h4w5_k4r3s3_same",
        () -> convolution.inputGradient(fixture.filter, Nd4j.create(DataType.FLOAT, 2, 4, 5, 4)));
  }

  @Test
  void when_it_is_to_receive_a_result_and_its_elements_share_memory() {
    INDArray small = Nd4j.create(DataType.FLOAT, 2, 4, 4, 5);
    INDArray output =
        Nd4j.create(small.data(), new long[] {2, 4, 4, 5}, new long[] {0, 20, 5, 1}, 0, 'c');
    refused(
        "output is a broadcast array (stride 0 along axis 0 of [2, 4, 4, 5]): a result needs an"
            + " element of its own everywhere",
        () -> convolution.forwardInto(fixture.input, fixture.filter, fixture.bias, output));
  }

  @Test
  void when_its_ND4J_workspace_was_closed() {
    WorkspaceConfiguration configuration =
        WorkspaceConfiguration.builder().initialSize(1 << 20).build();
    INDArray input;
    try (MemoryWorkspace arena =
        Nd4j.getWorkspaceManager().getAndActivateWorkspace(configuration, "conv4j-test-closed")) {
      input = Nd4j.create(DataType.FLOAT, 2, 3, 4, 5);
      assertEquals(arena, input.data().getParentWorkspace());
    }
    refused(
        "input belongs to an ND4J workspace that was closed or reused since: detach() it before",
        () -> convolution.forward(input, fixture.filter, fixture.bias));
  }

  @Test
  void when_result_and_operand_share_memory() {
    ConvProblem problem = ConvProblem.parse("n2_c3h4w5_k3r3s3_same");
    Nd4jConvolution square = Nd4jConvolution.of(problem);
    Fixture data = new Fixture(problem);
    refused(
        "output shares memory with input: a result needs memory of its own",
        () -> square.forwardInto(data.input, data.filter, data.bias, data.input));
    INDArray both = Nd4j.create(DataType.FLOAT, 3, 3, 4, 5);
    INDArray first = both.get(NDArrayIndex.interval(0, 2));
    INDArray last = both.get(NDArrayIndex.interval(1, 3));
    refused(
        "output shares memory with input: a result needs memory of its own",
        () -> square.forwardInto(first, data.filter, data.bias, last));
  }

  @Test
  void not_when_result_and_operand_are_different_channels_of_one_array() {
    ConvProblem problem = ConvProblem.parse("n2_c3h4w5_k4r3s3_same");
    Fixture data = new Fixture(problem);
    INDArray both = Nd4j.create(DataType.FLOAT, 2, 7, 4, 5);
    INDArray input =
        both.get(
            NDArrayIndex.all(),
            NDArrayIndex.interval(0, 3),
            NDArrayIndex.all(),
            NDArrayIndex.all());
    INDArray output =
        both.get(
            NDArrayIndex.all(),
            NDArrayIndex.interval(3, 7),
            NDArrayIndex.all(),
            NDArrayIndex.all());
    input.assign(data.input);
    convolution.forwardInto(input, data.filter, data.bias, output);
    data.assertRight(ConvDirection.FORWARD, output);
    INDArray oneEarlier =
        both.get(
            NDArrayIndex.all(),
            NDArrayIndex.interval(2, 6),
            NDArrayIndex.all(),
            NDArrayIndex.all());
    refused(
        "output shares memory with input: a result needs memory of its own",
        () -> convolution.forwardInto(input, data.filter, data.bias, oneEarlier));
  }

  private static void refused(String message, Executable call) {
    assertEquals(message, assertThrows(ConvShapeException.class, call).getMessage());
  }
}
