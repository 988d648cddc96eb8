package org.conv4j.nd4j.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A program with batch normalisation,")
class NormalizationSettingTest {

  private static final String PROGRAM =
      """
      import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
      import org.deeplearning4j.nn.conf.inputs.InputType;
      import org.deeplearning4j.nn.conf.layers.BatchNormalization;
      import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
      import org.deeplearning4j.nn.conf.layers.OutputLayer;
      import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

      public final class Helpers {
        public static void main(String[] args) {
          MultiLayerNetwork network =
              new MultiLayerNetwork(
                  new NeuralNetConfiguration.Builder()
                      .list()
                      .layer(new ConvolutionLayer.Builder(3, 3).nOut(2).build())
                      .layer(new BatchNormalization())
                      .layer(new OutputLayer.Builder().nOut(2).build())
                      .setInputType(InputType.convolutional(8, 8, 1))
                      .build());
          network.init();
          for (int layer = 0; layer < 2; layer++) {
            System.out.println(network.getLayer(layer).getHelper() == null ? "DL4J" : "helper");
          }
        }
      }
      """;

  @TempDir Path folder;

  @ParameterizedTest(name = "started with {0}, has its layers computed by: {1}, {2}")
  @CsvSource({
    "-Dconv4j.ops=false, helper, helper, ConvolutionLayer and BatchNormalization",
    "-Dconv4j.normalization=false, helper, DL4J, ConvolutionLayer",
    "-Dconv4j.layers=false, DL4J, DL4J, ''"
  })
  void hasItsLayersComputedAsItSays(
      String flag, String convolution, String normalization, String logged) throws Exception {
    List<Path> classPath = new ArrayList<>(List.of(ChildJvm.CONV_ND4J, ChildJvm.CONV_CORE, folder));
    classPath.addAll(ChildJvm.libraries());
    StrangerProgram.compile(folder, ChildJvm.libraries(), PROGRAM);

    ChildJvm.Ended run = ChildJvm.run(folder, classPath, List.of(flag), "Helpers");

    assertEquals(List.of(convolution, normalization), run.output(), run.errors()::toString);
    String info = String.join("\n", run.logged("INFO"));
    assertEquals(!logged.isEmpty(), info.contains("layers:"), info);
    assertTrue(logged.isEmpty() || info.endsWith("layers: DL4J's " + logged), info);
  }
}
