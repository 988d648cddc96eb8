package org.conv4j.verify.mutant;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.conv4j.ConvProblem;
import org.conv4j.Convolution;
import org.conv4j.ElementType;
import org.conv4j.Tensor;
import org.conv4j.check.ProblemGenerator;
import org.conv4j.contract.Contract;
import org.conv4j.contract.Subject;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ContractExposesMutantsTest {

  static List<String> mutants() {
    return Mutants.all().stream().map(Mutant::id).toList();
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void the_contract_exposes_every_mutant(String id) {
    Contract<Tensor> contract =
        new Contract<>(
            new MutantSubject(Mutants.named(id)), ProblemGenerator.Options.standard(), 2026);
    Throwable exposure = assertThrows(Throwable.class, () -> contract.holds(50));
    assertTrue(
        exposure instanceof AssertionError || exposure instanceof UnsupportedOperationException,
        exposure.toString());
  }

  private record MutantSubject(Mutant mutant) implements Subject<Tensor> {

    @Override
    public Convolution<Tensor> convolution(ConvProblem problem) {
      return mutant.of(problem);
    }

    @Override
    public Tensor array(Tensor values, ElementType type) {
      return values.copy();
    }

    @Override
    public Tensor tensor(Tensor array) {
      return array.copy();
    }

    @Override
    public boolean typed() {
      return false;
    }
  }
}
