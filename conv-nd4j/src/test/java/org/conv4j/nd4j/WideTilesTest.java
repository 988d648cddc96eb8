package org.conv4j.nd4j;

import org.conv4j.nd4j.algorithm.Limits;
import org.conv4j.nd4j.kernel.KernelProvider;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Problems with more weights than tasks share, more sums than a task has, more tiles than a block,
 * and several images in one: what the random problems of the contract are too small for.
 */
@Tag("plain")
@DisplayName("winograd2 without vectors")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class WideTilesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n2_c67h9w11_k131r3s3_same",
        "n1_c320h5w4_k330r3s3_same",
        "n6_c20h23w26_k18r3s3_pt0pb3pl2pr0",
        "n7_c24h6w5_k40r3s3_pt4pb0pl0pr5_ohwi",
        "n3_c130h6w5_k100r3s3_hwio",
        "n2_c4h3w340_k5r3s3_same_nobias",
        "n1_c520h3w4_k4r3s3",
        "n1_c4h3w4_k520r3s3_hwio"
      })
  void is_right(String problem) {
    Assumptions.assumeFalse(KernelProvider.vectorApi(), "panels: see WideChannelsTest");
    for (long workspaceBytes : new long[] {Limits.DEFAULT_WORKSPACE_BYTES, 1 << 20}) {
      WideChannelsTest.verify(problem, "winograd2", workspaceBytes);
    }
  }
}
