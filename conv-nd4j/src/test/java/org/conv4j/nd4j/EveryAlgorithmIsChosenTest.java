package org.conv4j.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.nd4j.algorithm.Machine;
import org.conv4j.nd4j.selection.AlgorithmTable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayName("the table of algorithms")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EveryAlgorithmIsChosenTest {

  /** What programs run on: with and without vectors, oneDNN, and addresses. */
  private static final List<Machine> MACHINES =
      List.of(
          new Machine("CpuBackend", true, true, false),
          new Machine("CpuBackend", true, false, false),
          new Machine("CpuBackend", true, false, true),
          new Machine("elsewhere", false, false, false));

  /** One layer of each kind that the benchmark's networks have. */
  private static final List<ConvProblem> LAYERS =
      Stream.of(
              "n8_c3h224w224_k64r7s7_sh2sw2_pt3pb3pl3pr3_nobias",
              "n8_c64h56w56_k64r1s1_nobias",
              "n8_c64h56w56_k64r3s3_same_nobias",
              "n8_c256h56w56_k128r1s1_sh2sw2_nobias",
              "n8_c128h56w56_k128r3s3_sh2sw2_same_nobias",
              "n8_c512h7w7_k512r3s3_same_nobias",
              "n8_c3h224w224_k64r3s3_same",
              "n8_c512h14w14_k512r3s3_same",
              "n8_c32h112w112_k32r3s3_g32_same",
              "n1_c1h28w28_k20r5s5_same",
              "n1_c20h14w14_k50r5s5_same",
              "n2_c5h10w11_k4r2s3")
          .map(ConvProblem::parse)
          .toList();

  @Test
  void holds_none_that_no_layer_of_any_network_would_ever_get() {
    Set<String> chosen = new TreeSet<>();
    for (ConvProblem layer : LAYERS) {
      for (Machine machine : MACHINES) {
        for (boolean transforms : new boolean[] {true, false}) {
          Nd4jConvolution convolution =
              Nd4jConvolution.builder(layer).machine(machine).transforms(transforms).build();
          for (ConvDirection direction : ConvDirection.values()) {
            chosen.add(convolution.algorithm(direction));
          }
        }
      }
    }
    assertEquals(new TreeSet<>(AlgorithmTable.standard().names()), chosen);
  }
}
