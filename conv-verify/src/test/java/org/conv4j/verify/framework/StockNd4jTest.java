package org.conv4j.verify.framework;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StockNd4jTest {

  private static final String STOCK = "org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner";

  private static FrameworkInfo info(String executioner, String helper) {
    return new FrameworkInfo("dl4j", "DL4J", "1", List.of(), 1, executioner, helper);
  }

  @Test
  void accepts_the_stock_executioner_without_a_helper() {
    assertDoesNotThrow(() -> StockNd4j.refuseAnythingElse(info(STOCK, null)));
  }

  @Test
  void refuses_a_helper() {
    assertEquals(
        "dl4j is refused: its convolution layers have the helper a.Helper, stock DL4J on CPU has none",
        assertThrows(
                FrameworkUnavailableException.class,
                () -> StockNd4j.refuseAnythingElse(info(STOCK, "a.Helper")))
            .getMessage());
  }

  @Test
  void refuses_a_child_that_tells_no_executioner() {
    assertThrows(
        FrameworkUnavailableException.class, () -> StockNd4j.refuseAnythingElse(info(null, null)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nd4j", "dl4j"})
  void refuses_a_real_child_whose_executioner_is_not_stock(String id) {
    assertEquals(
        id
            + " is refused: its executioner is "
            + OtherExecutioner.class.getName()
            + ", stock ND4J has "
            + STOCK,
        refusal(id, "-Dopexec=" + OtherExecutioner.class.getName()));
  }

  @Test
  void refuses_a_real_child_whose_layers_have_a_helper() {
    assertEquals(
        "dl4j is refused: its convolution layers have the helper "
            + "org.deeplearning4j.nn.layers.mkldnn.MKLDNNConvHelper, stock DL4J on CPU has none",
        refusal("dl4j", "-Dorg.eclipse.deeplearning4j.helpers.disable=false"));
  }

  /** Why a child is refused that has the tests' classes in front, and one more JVM argument. */
  private static String refusal(String id, String argument) {
    FrameworkOptions options = FrameworkOptions.defaults();
    KnownFramework framework = Frameworks.find(id);
    List<Path> classPath = new ArrayList<>();
    classPath.add(CodeLocation.of(OtherExecutioner.class.getName()));
    classPath.addAll(JvmChild.classPath(framework, options));
    ChildCommand command =
        JvmChild.of(classPath, List.of(argument), framework.mainClass(), List.of(), options);
    return assertThrows(
            FrameworkUnavailableException.class,
            () -> new ChildSession(id, command, options, Frameworks.inspection(framework)))
        .getMessage();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nd4j", "dl4j"})
  void stock_children_have_no_conv_nd4j_on_their_class_path(String id) {
    FrameworkOptions options = FrameworkOptions.defaults();
    Path ours = CodeLocation.of("org.conv4j.nd4j.Nd4jConvolution");
    assertFalse(JvmChild.classPath(Frameworks.find(id), options).contains(ours));
    assertTrue(
        JvmChild.classPath(Frameworks.find("conv-nd4j"), options).contains(ours),
        "the check looks for the right file");
  }
}
