package org.conv4j.contract;

import java.util.ArrayList;
import java.util.List;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.FilterLayout;
import org.conv4j.TensorLayout;

/** The problems of the contract that are not random. */
final class ContractProblems {

  /** One problem of each kind, in the default layouts. */
  static final List<String> GEOMETRIES =
      List.of(
          "n2_c3h8w9_k4r3s3",
          "n2_c3h7w8_k5r3s3_pt1pb1pl1pr1",
          "n1_c4h9w6_k3r2s5",
          "n2_c5h7w6_k5r3s2",
          "n2_c5h6w7_k7r1s1",
          "n2_c4h7w6_k3r1s1_sh2sw3_nobias",
          "n2_c3h9w10_k4r3s3_sh2sw2_pt0pb1pl0pr1",
          "n2_c3h9w8_k4r5s4_sh2sw1_pt3pb1pl0pr4",
          "n2_c3h11w9_k4r2s2_sh3sw4_nobias",
          "n2_c3h6w7_k4r2s4_same",
          "n2_c3h7w8_k4r3s3_sh3sw2_samelower",
          "n2_c3h6w6_k4r1s1_sh3sw3_same",
          "n2_c3h9w10_k4r3s3_dh2dw2",
          "n2_c3h11w12_k4r3s2_sh2sw3_dh2dw3_pt2pb0pl1pr3",
          "n2_c4h7w7_k6r3s3_g2",
          "n2_c6h8w7_k9r3s2_g3_sh2sw1_dh1dw2_same",
          "n2_c6h7w8_k6r3s3_g6_pt1pb1pl1pr1",
          "n2_c4h8w9_k8r3s3_g4_sh2sw2_same",
          "n1_c17h9w17_k15r3s3_pt1pb1pl1pr1_nobias",
          "n1_c2h13w12_k3r7s7_sh2sw2_pt3pb3pl3pr3",
          "n1_c64h6w6_k16r3s3_pt1pb1pl1pr1",
          "n9_c2h5w4_k3r3s3_pt2pb1pl1pr2",
          "n1_c1h1w1_k1r1s1",
          "n1_c3h2w2_k4r4s5_pt2pb1pl2pr3",
          "n0_c3h6w6_k4r3s3",
          "n2_c3h0w6_k4r3s3_pt2pb2pl1pr1",
          "n2_c3h2w6_k4r3s3",
          "n2_c3h6w6_k0r3s3");

  private ContractProblems() {}

  /** {@code geometry} in every combination of layouts, and once in float64. */
  static List<ConvProblem> variants(String geometry) {
    ConvProblem problem = ConvProblem.parse(geometry);
    List<ConvProblem> variants = new ArrayList<>();
    for (TensorLayout layout : TensorLayout.values()) {
      for (FilterLayout filterLayout : FilterLayout.values()) {
        variants.add(problem.toBuilder().layout(layout).filterLayout(filterLayout).build());
      }
    }
    variants.add(problem.toBuilder().elementType(ElementType.FLOAT64).build());
    return variants;
  }

  /** One variant of each geometry, all layouts in turn. */
  static List<ConvProblem> samples() {
    List<ConvProblem> samples = new ArrayList<>();
    for (int i = 0; i < GEOMETRIES.size(); i++) {
      List<ConvProblem> variants = variants(GEOMETRIES.get(i));
      samples.add(variants.get(i % variants.size()));
    }
    return samples;
  }
}
