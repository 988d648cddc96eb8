package org.conv4j.verify.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.conv4j.ConvProblem;
import org.conv4j.Padding;
import org.conv4j.Tensor;
import org.conv4j.reference.DirectReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("exhaustive")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ImportThroughDoorTest {

  private static final String EXECUTIONER = "org.conv4j.nd4j.ops.ConvExecutioner";

  private static Map<String, String> onnxByStock;
  private static Map<String, String> onnxByConv4j;

  @BeforeAll
  static void import_from_ONNX() throws IOException, InterruptedException {
    onnxByStock = Nd4jFindingsTest.outcomes(stock(), OnnxNumbers.class);
    onnxByConv4j = Nd4jFindingsTest.outcomes(withConv4j(), OnnxNumbers.class);
  }

  @Test
  void a_graph_imported_from_TensorFlow_is_computed_by_conv4j_with_the_same_numbers()
      throws IOException, InterruptedException {
    Map<String, String> expected = Nd4jFindingsTest.outcomes(stock(), ImportedNumbers.class);
    Map<String, String> actual = Nd4jFindingsTest.outcomes(withConv4j(), ImportedNumbers.class);

    assertEquals("[258.0, 294.0, 402.0, 438.0]", expected.get("VALID"));
    assertEquals(expected.get("VALID"), actual.get("VALID"));
    assertEquals(expected.get("SAME"), actual.get("SAME"));
    assertTrue(expected.get("executioner").endsWith(".NativeOpExecutioner"), expected.toString());
    assertEquals(EXECUTIONER, actual.get("executioner"));
    assertEquals("2", actual.get("computed"));
  }

  @Test
  void a_model_imported_from_ONNX_is_computed_by_conv4j_with_the_reference_s_numbers() {
    assertTrue(
        onnxByStock.get("executioner").endsWith(".NativeOpExecutioner"), onnxByStock.toString());
    assertEquals(EXECUTIONER, onnxByConv4j.get("executioner"));
    for (OnnxConv.Sample sample : EnumSet.complementOf(EnumSet.of(OnnxConv.Sample.SAME_LOWER))) {
      String expected = expected(sample.conv());
      assertEquals(expected, onnxByConv4j.get(sample.name()), sample.name());
      assertEquals(expected, onnxByStock.get(sample.name()), sample + " by ND4J alone");
    }
    assertTrue(
        Long.parseLong(onnxByConv4j.get("passes")) >= 9,
        "one each, two for two groups: " + onnxByConv4j);
  }

  @Test
  void what_the_importer_of_ONNX_does_not_know_fails_with_conv4j_as_without() {
    Map<String, String> failures =
        Map.of(
            "SAME_LOWER", "Unable to convert model running SAME_LOWER",
            "ConvTranspose", "No import process defined for ConvTranspose",
            "1-D", "Index:1, Size:1",
            "no attributes", "Op conv2d with name conv2d failed to execute");
    failures.forEach(
        (name, message) -> {
          assertTrue(onnxByStock.get(name).contains(message), name + ": " + onnxByStock.get(name));
          assertTrue(
              onnxByConv4j.get(name).contains(message), name + ": " + onnxByConv4j.get(name));
        });
  }

  private static List<Path> stock() {
    FrameworkOptions options = FrameworkOptions.defaults();
    List<Path> classPath = new ArrayList<>(JvmChild.classPath(Frameworks.find("dl4j"), options));
    classPath.addAll(
        MavenClassPath.ofUser(options.home())
            .of(Path.of("src", "test", "frameworks"), Libraries.of("samediff-import", 6)));
    return classPath;
  }

  private static List<Path> withConv4j() {
    List<Path> classPath = stock();
    classPath.add(CodeLocation.of("org.conv4j.nd4j.Nd4jConvolution"));
    return classPath;
  }

  private static String expected(OnnxConv conv) {
    ConvProblem.Builder builder =
        ConvProblem.builder()
            .input(conv.input()[0], conv.input()[1], conv.input()[2], conv.input()[3])
            .filter(conv.weights()[0], conv.weights()[2], conv.weights()[3])
            .stride(conv.strides()[0], conv.strides()[1])
            .dilation(conv.dilations()[0], conv.dilations()[1])
            .groups(conv.groups());
    long[] pads = conv.pads();
    ConvProblem problem =
        builder
            .padding(
                conv.autoPad() == null
                    ? Padding.of(pads[0], pads[2], pads[1], pads[3])
                    : Padding.same())
            .build();
    Tensor output =
        new DirectReference(problem)
            .forward(
                tensor(conv.inputValues(), problem.inputShape()),
                tensor(conv.weightValues(), problem.filterShape()),
                tensor(conv.biasValues(), problem.biasShape()));
    return Arrays.toString(output.shape()) + Arrays.toString(output.values());
  }

  private static Tensor tensor(float[] values, long... shape) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return Tensor.of(wide, shape);
  }
}
