package org.conv4j.verify.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.check.Operands;
import org.conv4j.verify.framework.Answer;
import org.conv4j.verify.framework.FakeFramework;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.Simple.class)
class PublishedVectorsTest {

  /** A vector under its name. */
  record Named(TestVector vector) {
    @Override
    public String toString() {
      return vector.id();
    }
  }

  static Path resource(String name) {
    try {
      return Path.of(PublishedVectorsTest.class.getResource(name).toURI());
    } catch (URISyntaxException noFile) {
      return fail(noFile);
    }
  }

  static Stream<Named> vectors() {
    return Stream.of("published.json", "derived-gradients.json")
        .flatMap(name -> VectorFile.read(resource(name)).stream())
        .map(Named::new);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void theReferenceReproduces(Named named) {
    VectorRun run = new VectorRun(new FakeFramework("reference"));
    assertEquals(List.of(), run.failures(named.vector()));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void oneWrongElementIsSeen(Named named) {
    VectorRun run = new VectorRun(new OffByOne());
    boolean empty =
        named.vector() instanceof TestVector.OneConvolution one
            && one.expected().values().stream().allMatch(tensor -> tensor.size() == 0);
    assertEquals(empty, run.failures(named.vector()).isEmpty());
  }

  @Test
  void bothFilesAreWhole() {
    assertEquals(78, VectorFile.read(resource("published.json")).size());
    assertEquals(18, VectorFile.read(resource("derived-gradients.json")).size());
  }

  @Test
  void aDecliningFrameworkFails() {
    VectorRun run =
        new VectorRun(
            new FakeFramework("shy") {
              @Override
              protected Answer answer(ConvProblem p, Operands o, ConvDirection d) {
                return new Answer.Declined("too shy");
              }
            });
    assertFalse(vectors().map(Named::vector).map(run::failures).anyMatch(List::isEmpty));
  }

  /** Wrong in the last element of every result. */
  private static final class OffByOne extends FakeFramework {
    OffByOne() {
      super("off-by-one");
    }

    @Override
    protected Answer answer(ConvProblem problem, Operands operands, ConvDirection direction) {
      var result = compute(problem, operands, direction);
      if (result.size() > 0) {
        result.values()[result.size() - 1] += 1;
      }
      return new Answer.Computed(result, null, 0);
    }
  }
}
