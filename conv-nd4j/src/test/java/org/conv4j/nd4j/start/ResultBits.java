package org.conv4j.nd4j.start;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Operand;
import org.conv4j.nd4j.AlgorithmDeclinedException;
import org.conv4j.nd4j.Nd4jConvolution;
import org.conv4j.nd4j.selection.AlgorithmTable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A program that computes problems by every algorithm that takes them, and prints checksums. */
public final class ResultBits {

  private static final List<ConvProblem> PROBLEMS =
      Stream.of(
              "n2_c5h19w23_k17r3s3_same",
              "n2_c20h9w10_k70r3s3_same_nhwc_hwio",
              "n2_c18h19w23_k17r3s3_sh2sw2_same",
              "n2_c18h20w22_k17r3s3_sh2sw2_same",
              "n2_c18h12w12_k17r3s3_dh2dw2",
              "n1_c3h37w37_k9r7s7_sh2sw2_pt3pb3pl3pr3",
              "n1_c2h37w37_k9r3s3_same",
              "n2_c70h9w9_k18r1s1",
              "n2_c18h9w9_k70r1s1_sh2sw2",
              "n2_c18h21w37_k18r3s3_g18_same",
              "n2_c18h22w38_k18r3s3_g18_sh2sw2_pt1pb1pl1pr1",
              "n2_c18h21w21_k18r5s5_g18_same",
              "n2_c18h21w21_k18r3s3_g18_same_nhwc_hwio",
              "n2_c12h9w9_k12r3s3_g3",
              "n1_c3h8w8_k4r3s3")
          .map(ConvProblem::parse)
          .toList();

  private ResultBits() {}

  /** Prints a line for each result. */
  public static void main(String[] arguments) {
    for (ConvProblem problem : PROBLEMS) {
      for (String algorithm : AlgorithmTable.standard().names()) {
        for (ConvDirection direction : ConvDirection.values()) {
          result(problem, algorithm, direction)
              .ifPresent(
                  result ->
                      System.out.printf(
                          "%s by %s, %s: %08x%n",
                          problem, algorithm, direction.id(), checksum(result)));
        }
      }
    }
  }

  private static Optional<INDArray> result(
      ConvProblem problem, String algorithm, ConvDirection direction) {
    try {
      return Optional.of(
          compute(Nd4jConvolution.builder(problem).algorithm(algorithm).build(), direction));
    } catch (AlgorithmDeclinedException declined) {
      return Optional.empty();
    }
  }

  private static INDArray compute(Nd4jConvolution convolution, ConvDirection direction) {
    ConvProblem problem = convolution.problem();
    INDArray input = random(problem, Operand.INPUT);
    INDArray filter = random(problem, Operand.FILTER);
    INDArray gradient = random(problem, Operand.OUTPUT_GRADIENT);
    return switch (direction) {
      case FORWARD -> convolution.forward(input, filter, random(problem, Operand.BIAS));
      case INPUT_GRADIENT -> convolution.inputGradient(filter, gradient);
      case FILTER_GRADIENT -> convolution.filterGradient(input, gradient);
      case BIAS_GRADIENT -> convolution.biasGradient(gradient);
    };
  }

  private static INDArray random(ConvProblem problem, Operand operand) {
    long[] shape = operand.shape(problem);
    Random random = new Random(operand.ordinal());
    float[] values =
        new float[Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact))];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() * 2 - 1;
    }
    return Nd4j.create(values, shape, 'c').castTo(DataType.FLOAT);
  }

  private static long checksum(INDArray array) {
    CRC32 checksum = new CRC32();
    for (float value : array.dup('c').data().asFloat()) {
      int bits = Float.floatToRawIntBits(value);
      for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
        checksum.update(bits >> shift);
      }
    }
    return checksum.getValue();
  }
}
