package org.conv4j.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.conv4j.ConvDirection;
import org.conv4j.ConvGradients;
import org.conv4j.ConvProblem;
import org.conv4j.check.ConvCase;
import org.conv4j.check.Tier;
import org.conv4j.nd4j.algorithm.Limits;
import org.conv4j.nd4j.gemm.RealBlasThreads;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.Workspace;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.memory.AllocationsTracker;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationKind;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@DisplayName("a convolution")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class GoodCitizenTest {

  private static final WorkspaceConfiguration ARENA =
      WorkspaceConfiguration.builder().initialSize(4 << 20).build();

  @ParameterizedTest
  @ValueSource(strings = {"n2_c4h6w7_k6r3s2_same", "n2_c5h6w7_k7r1s1", "n2_c5h6w7_k7r1s1_nhwc"})
  void works_inside_an_ND4J_workspace(String notation) {
    Fixture detached = new Fixture(notation);
    INDArray kept;
    try (MemoryWorkspace arena =
        Nd4j.getWorkspaceManager().getAndActivateWorkspace(ARENA, "conv4j-test-inside")) {
      Fixture attached = new Fixture(notation);
      assertTrue(attached.input.isAttached(), () -> "not in " + arena.getId());
      Nd4jConvolution convolution = Nd4jConvolution.of(attached.problem);
      INDArray output = convolution.forward(attached.input, attached.filter, attached.bias);
      assertTrue(output.isAttached());
      attached.assertRight(ConvDirection.FORWARD, output);
      INDArray permuted = StridedArrays.PERMUTED.of(attached.input);
      assertTrue(permuted.isAttached());
      attached.assertRight(
          ConvDirection.FORWARD, convolution.forward(permuted, attached.filter, attached.bias));
      attached.assertRight(
          convolution.backward(permuted, attached.filter, attached.outputGradient));
      convolution.forwardInto(
          attached.input, attached.filter, attached.bias, detached.outputGradient);
      kept = output.detach();
    }
    detached.assertRight(ConvDirection.FORWARD, kept);
    detached.assertRight(ConvDirection.FORWARD, detached.outputGradient);
  }

  @Test
  void changes_no_setting_of_ND4J_or_BLAS() {
    int threads = openblas_nolapack.blas_get_num_threads();
    openblas_nolapack.blas_set_num_threads(2);
    try {
      List<Object> before = settings();
      for (String notation : List.of("n2_c8h9w9_k8r3s3_same", "n2_c8h9w9_k8r1s1_f64")) {
        Fixture fixture = new Fixture(notation);
        for (String name : List.of("portable", "any")) {
          Nd4jConvolution.Builder builder = Nd4jConvolution.builder(fixture.problem);
          Nd4jConvolution convolution =
              (name.equals("any") ? builder : builder.algorithm(name)).build();
          convolution.forward(fixture.input, fixture.filter, fixture.bias);
          convolution.backward(fixture.input, fixture.filter, fixture.outputGradient);
        }
      }
      assertEquals(before, settings());
    } finally {
      openblas_nolapack.blas_set_num_threads(threads);
    }
  }

  private static List<Object> settings() {
    List<Object> settings = new ArrayList<>();
    settings.add(Nd4j.dataType());
    settings.add(Nd4j.defaultFloatingPointType());
    settings.add(Nd4j.getExecutioner());
    settings.add(Nd4j.getEnvironment().maxThreads());
    settings.add(Nd4j.getEnvironment().maxMasterThreads());
    settings.add(Nd4j.getWorkspaceManager().anyWorkspaceActiveForCurrentThread());
    settings.add(openblas_nolapack.blas_get_num_threads());
    settings.add(RealBlasThreads.number());
    return settings;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n3_c16h14w15_k24r3s3_same",
        "n3_c16h14w15_k24r3s3_same_nhwc_hwio_f64",
        "n1_c48h20w20_k32r1s1",
        "n2_c12h9w9_k12r3s3_g12"
      })
  void gives_the_same_bits_however_many_threads_take_part(String notation) throws Exception {
    ConvProblem problem = ConvProblem.parse(notation);
    Fixture fixture = new Fixture(new ConvCase(problem, Tier.REAL, 5));
    for (String name : List.of("portable", "any")) {
      Nd4jConvolution.Builder builder = Nd4jConvolution.builder(problem);
      Nd4jConvolution convolution =
          (name.equals("any") ? builder : builder.algorithm(name)).build();
      List<INDArray> together = everything(convolution, fixture);
      CountDownLatch occupied = new CountDownLatch(Workers.shared().threads());
      CountDownLatch finished = new CountDownLatch(1);
      Thread occupier =
          new Thread(
              () ->
                  Workers.shared()
                      .run(
                          Workers.shared().threads(),
                          Limits.DEFAULT_WORKSPACE_BYTES,
                          (task, workspace) -> {
                            occupied.countDown();
                            await(finished);
                          }));
      occupier.start();
      try {
        occupied.await();
        assertEquals(together, everything(convolution, fixture), () -> name + " alone");
      } finally {
        finished.countDown();
        occupier.join();
      }
    }
  }

  private static List<INDArray> everything(Nd4jConvolution convolution, Fixture fixture) {
    ConvGradients<INDArray> gradients =
        convolution.backward(fixture.input, fixture.filter, fixture.outputGradient);
    return List.of(
        convolution.forward(fixture.input, fixture.filter, fixture.bias),
        gradients.input(),
        gradients.filter(),
        gradients.bias());
  }

  @ParameterizedTest
  @ValueSource(strings = {"portable", "pointwise"})
  void keeps_to_its_workspace(String algorithm) {
    long limit = 256 << 10;
    String kernel = algorithm.equals("pointwise") ? "_k16r1s1_sh2sw2" : "_k16r3s3_same";
    ConvProblem problem = ConvProblem.parse("n4_c32h48w48" + kernel);
    Nd4jConvolution convolution =
        Nd4jConvolution.builder(problem).algorithm(algorithm).workspaceBytes(limit).build();
    INDArray input = Nd4j.rand(problem.inputShape());
    INDArray filter = Nd4j.rand(problem.filterShape());
    INDArray bias = Nd4j.rand(problem.biasShape());
    INDArray output = Nd4j.create(problem.outputShape());
    ConvGradients<INDArray> gradients =
        new ConvGradients<>(input.like(), filter.like(), bias.like());
    long before = AllocationsTracker.getInstance().bytesOnDevice(AllocationKind.GENERAL, 0);
    convolution.forwardInto(input, filter, bias, output);
    convolution.backwardInto(input, filter, output, gradients);
    long after = AllocationsTracker.getInstance().bytesOnDevice(AllocationKind.GENERAL, 0);
    assertTrue(
        after - before <= limit * Workers.shared().threads(),
        () -> (after - before) + " bytes more than before");
    assertTrue(Workspace.ofThread().heldBytes() <= limit);
  }

  @Test
  void frees_the_copies_it_makes_of_strided_operands() {
    Fixture fixture = new Fixture("n2_c4h16w16_k4r3s3_same");
    Nd4jConvolution convolution = Nd4jConvolution.of(fixture.problem);
    INDArray input = StridedArrays.PERMUTED.of(fixture.input);
    INDArray output = StridedArrays.F_ORDER.empty(fixture.outputGradient);
    convolution.forwardInto(input, fixture.filter, fixture.bias, output);
    long before = AllocationsTracker.getInstance().bytesOnDevice(AllocationKind.GENERAL, 0);
    for (int i = 0; i < 10; i++) {
      convolution.forwardInto(input, fixture.filter, fixture.bias, output);
    }
    long after = AllocationsTracker.getInstance().bytesOnDevice(AllocationKind.GENERAL, 0);
    assertTrue(after <= before, () -> (after - before) + " bytes more than before");
    assertFalse(input.wasClosed());
    assertFalse(output.wasClosed());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
