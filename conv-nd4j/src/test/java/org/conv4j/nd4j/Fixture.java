package org.conv4j.nd4j;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.conv4j.ConvDirection;
import org.conv4j.ConvGradients;
import org.conv4j.ConvProblem;
import org.conv4j.check.ConvCase;
import org.conv4j.check.Judge;
import org.conv4j.check.Judgement;
import org.conv4j.check.Operands;
import org.conv4j.check.Tier;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The operands of one case as dense arrays, and the judge of what is made of them. */
final class Fixture {

  final ConvProblem problem;
  final INDArray input;
  final INDArray filter;
  final INDArray bias;
  final INDArray outputGradient;
  private final Judge judge;

  /** Integer operands: results must be equal to the reference's. */
  Fixture(String notation) {
    this(ConvProblem.parse(notation));
  }

  Fixture(ConvProblem problem) {
    this(new ConvCase(problem, Tier.INTEGER, 1));
  }

  Fixture(ConvCase convCase) {
    problem = convCase.problem();
    judge = Judge.of(convCase);
    Operands operands = judge.operands();
    input = Nd4jContract.arrayOf(operands.input(), problem.elementType());
    filter = Nd4jContract.arrayOf(operands.filter(), problem.elementType());
    bias =
        operands.bias() == null
            ? null
            : Nd4jContract.arrayOf(operands.bias(), problem.elementType());
    outputGradient = Nd4jContract.arrayOf(operands.outputGradient(), problem.elementType());
  }

  void assertRight(ConvDirection direction, INDArray result) {
    Judgement judgement = judge.judge(direction, Nd4jContract.tensorOf(result));
    assertTrue(
        judgement.verdict().right(),
        () -> problem + " " + direction.id() + ": " + judgement.reason());
  }

  void assertRight(ConvGradients<INDArray> gradients) {
    assertRight(ConvDirection.INPUT_GRADIENT, gradients.input());
    assertRight(ConvDirection.FILTER_GRADIENT, gradients.filter());
    if (problem.bias()) {
      assertRight(ConvDirection.BIAS_GRADIENT, gradients.bias());
    }
  }
}
