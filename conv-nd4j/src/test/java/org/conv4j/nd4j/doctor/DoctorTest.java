package org.conv4j.nd4j.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** The doctor in this JVM, as it is. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DoctorTest {

  @TempDir Path folder;

  private record Visit(int exitCode, String out, String err) {
    static Visit of(String... arguments) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      int exitCode =
          Doctor.run(
              List.of(arguments),
              new PrintStream(out, true, StandardCharsets.UTF_8),
              new PrintStream(err, true, StandardCharsets.UTF_8));
      return new Visit(
          exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
  }

  private String network() throws IOException {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).name("plain").nOut(4).build())
                .layer(new SeparableConvolution2D.Builder(2, 2).name("separable").nOut(3).build())
                .layer(new BatchNormalization.Builder().name("normal").build())
                .layer(new ActivationLayer.Builder().activation(Activation.RELU).build())
                .layer(new BatchNormalization.Builder().name("again").build())
                .layer(new OutputLayer.Builder(LossFunction.MSE).nOut(2).build())
                .setInputType(InputType.convolutional(8, 8, 2))
                .build());
    network.init();
    Path file = folder.resolve("network.zip");
    ModelSerializer.writeModel(network, file.toFile(), false);
    return file.toString();
  }

  @Test
  void tells_what_runs_in_this_JVM() {
    Visit visit = Visit.of();
    assertEquals(0, visit.exitCode(), visit.err());
    assertTrue(visit.out().contains("Java           " + Runtime.version()), visit.out());
    assertTrue(visit.out().contains("ND4J           1.0.0-M2.1, CpuBackend, "), visit.out());
    assertTrue(
        visit.out().contains("(executioner " + Nd4j.getExecutioner().getClass().getName() + ")"),
        visit.out());
  }

  @Test
  void JSON_has_the_same_facts() throws IOException {
    JsonNode json = new ObjectMapper().readTree(Visit.of("--json").out());
    assertEquals(Runtime.version().feature(), json.at("/facts/java/feature").asInt());
    assertEquals(
        Nd4j.getExecutioner().getClass().getName(), json.at("/facts/nd4j/executioner").asText());
    assertTrue(json.get("advice").isArray());
  }

  @Test
  void names_the_algorithm_of_each_layer_or_why_there_is_none() throws IOException {
    Visit visit = Visit.of(network());
    assertEquals(0, visit.exitCode(), visit.err());
    String text = visit.out();
    assertTrue(
        text.contains(
            "MultiLayerNetwork of 6 layers, 2 of them convolutions and 2 batch normalizations"),
        text);
    assertTrue(text.matches("(?s).* normal +BatchNormalization +- +by conv4j +statistics.*"), text);
    assertTrue(text.matches("(?s).* plain +ConvolutionLayer +n1_c2h8w8_k4r3s3 +(by|not).*"), text);
    assertTrue(
        text.matches(
            "(?s).* separable +SeparableConvolution2D +n1_c4h6w6_k4r2s2_g4_nobias then"
                + " n1_c4h5w5_k3r1s1 +by conv4j +[a-z0-9]+; then [a-z0-9]+.*"),
        text);
  }

  @Test
  void a_network_without_convolution_is_one_sentence() throws IOException {
    MultiLayerNetwork dense =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new OutputLayer.Builder(LossFunction.MSE).nIn(3).nOut(2).build())
                .build());
    dense.init();
    Path file = folder.resolve("dense.zip");
    ModelSerializer.writeModel(dense, file.toFile(), false);
    Visit visit = Visit.of(file.toString());
    assertEquals(0, visit.exitCode(), visit.err());
    assertTrue(
        visit
            .out()
            .lines()
            .toList()
            .contains("MultiLayerNetwork of 1 layers, 0 of them convolutions."),
        visit.out());
  }

  @Test
  void a_file_that_is_no_network_is_refused_in_one_sentence() throws IOException {
    Path file = Files.writeString(folder.resolve("no.zip"), "no");
    Visit visit = Visit.of(file.toString());
    assertEquals(2, visit.exitCode());
    assertEquals(
        "doctor: '"
            + file
            + "' is no zip archive, which DL4J's ModelSerializer would have written\n",
        visit.err().replace(System.lineSeparator(), "\n"));
    assertEquals("", visit.out());
  }

  @Test
  void unknown_arguments_are_refused() {
    assertTrue(Visit.of("--yaml").err().startsWith("doctor: '--yaml' is not expected: "));
    assertTrue(
        Visit.of("--input-shape", "3,x").err().startsWith("doctor: --input-shape is '3,x': "));
  }
}
