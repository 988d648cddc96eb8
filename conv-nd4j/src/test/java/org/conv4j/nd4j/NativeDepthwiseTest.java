package org.conv4j.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.conv4j.ConvDirection;
import org.conv4j.nd4j.algorithm.Limits;
import org.conv4j.nd4j.workspace.Workspace;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** ND4J's depthwise op, called for some channels of some images at a time. */
@DisplayName("native, depthwise,")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class NativeDepthwiseTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Blocks of 32 and of 40 channels, one image at a time.
        "n3_c72h90w90_k72r3s3_g72_same",
        "n1_c72h90w90_k72r3s3_g72_sh2sw2_same_hwio_nobias",
        // Several images at a time, and one left over.
        "n9_c5h6w7_k5r3s3_g5_same",
        "n9_c5h6w7_k5r3s3_g5_sh2sw2_same_hwio",
        "n9_c5h6w7_k5r3s3_g5_pt1pb1pl1pr1_nhwc_hwio",
        "n9_c5h6w7_k5r3s3_g5_pt1pb1pl1pr1_nhwc_ohwi_nobias",
        // Several filters a channel.
        "n5_c4h6w7_k12r3s3_g4_same",
        "n5_c4h6w7_k12r3s3_g4_same_hwio",
        "n5_c4h6w7_k12r3s3_g4_nhwc"
      })
  void computes_what_the_reference_computes(String notation) {
    Fixture data = new Fixture(notation);
    Nd4jConvolution convolution = forced(data, Limits.DEFAULT_WORKSPACE_BYTES);
    data.assertRight(
        ConvDirection.FORWARD, convolution.forward(data.input, data.filter, data.bias));
    data.assertRight(convolution.backward(data.input, data.filter, data.outputGradient));
    data.assertRight(
        ConvDirection.INPUT_GRADIENT, convolution.inputGradient(data.filter, data.outputGradient));
    data.assertRight(
        ConvDirection.FILTER_GRADIENT, convolution.filterGradient(data.input, data.outputGradient));
  }

  @ParameterizedTest(name = "of {0} channels")
  @ValueSource(ints = {400, 800, 1000})
  void adds_up_as_many_parts_as_there_is_room_for(int channels) throws InterruptedException {
    Fixture data = new Fixture("n9_c%1$dh3w3_k%1$dr3s3_g%1$d_same".formatted(channels));
    Nd4jConvolution convolution = forced(data, Limits.LEAST_WORKSPACE_BYTES);
    AtomicLong peak = new AtomicLong(-1);
    Thread fresh =
        new Thread(
            () -> {
              data.assertRight(convolution.backward(data.input, data.filter, data.outputGradient));
              peak.set(Workspace.ofThread().peakBytes());
            });
    fresh.start();
    fresh.join();
    assertTrue(
        peak.get() >= 0 && peak.get() <= Limits.LEAST_WORKSPACE_BYTES,
        () -> peak + " bytes of workspace");
    AlgorithmDeclinedException declined =
        assertThrows(
            AlgorithmDeclinedException.class,
            () -> convolution.filterGradient(data.input, data.outputGradient));
    assertTrue(
        declined.getMessage().contains("bytes of workspace, 65536 are allowed"),
        declined::getMessage);
  }

  @Test
  void leaves_the_number_of_OpenMP_threads_as_it_was() {
    NativeOps ops = NativeOpsHolder.getInstance().getDeviceNativeOps();
    Fixture data = new Fixture("n9_c5h6w7_k5r3s3_g5_same");
    Nd4jConvolution convolution = forced(data, Limits.DEFAULT_WORKSPACE_BYTES);
    int before = ops.ompGetMaxThreads();
    ops.setOmpNumThreads(before + 1);
    try {
      convolution.forward(data.input, data.filter, data.bias);
      assertEquals(before + 1, ops.ompGetMaxThreads());
    } finally {
      ops.setOmpNumThreads(before);
    }
  }

  private static Nd4jConvolution forced(Fixture data, long workspaceBytes) {
    return Nd4jConvolution.builder(data.problem)
        .algorithm("native")
        .workspaceBytes(workspaceBytes)
        .build();
  }
}
