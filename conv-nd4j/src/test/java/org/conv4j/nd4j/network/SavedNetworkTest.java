package org.conv4j.nd4j.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SavedNetworkTest {

  @TempDir Path folder;

  private Path network() throws IOException {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nIn(2).nOut(40).build())
                .build());
    network.init();
    Path file = folder.resolve("network.zip");
    ModelSerializer.writeModel(network, file.toFile(), true);
    return file;
  }

  private Path zip(String... namesAndContents) throws IOException {
    Path file = folder.resolve("made.zip");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i < namesAndContents.length; i += 2) {
        zip.putNextEntry(new ZipEntry(namesAndContents[i]));
        zip.write(namesAndContents[i + 1].getBytes(StandardCharsets.UTF_8));
      }
    }
    return file;
  }

  private static String refusal(Path file) {
    String message =
        assertThrows(UnusableNetworkException.class, () -> SavedNetwork.load(file)).getMessage();
    assertEquals(1, message.lines().count(), message);
    return message.replace("'" + file + "'", "IT");
  }

  @Test
  void loads_what_DL4J_saved() throws IOException {
    SavedNetwork network = SavedNetwork.load(network());
    assertEquals("MultiLayerNetwork", network.kind());
    assertEquals("ConvolutionLayer", network.layers().get(0).type());
  }

  @Test
  void a_missing_file_and_a_folder_are_refused() {
    assertEquals("IT does not exist", refusal(folder.resolve("none.zip")));
    assertEquals("IT is no file", refusal(folder));
  }

  @Test
  void a_truncated_archive_is_called_cut_off_wherever_it_was_cut() throws IOException {
    byte[] whole = Files.readAllBytes(network());
    Path cut = folder.resolve("cut.zip");
    for (int length : new int[] {10, whole.length / 2, whole.length - 1}) {
      Files.write(cut, Arrays.copyOf(whole, length));
      assertTrue(
          refusal(cut).startsWith("IT is a zip archive that was cut off: its end is missing"),
          () -> length + ": " + refusal(cut));
    }
  }

  @Test
  void a_flipped_bit_in_the_parameters_is_found() throws IOException {
    byte[] whole = Files.readAllBytes(network());
    int parameters = new String(whole, StandardCharsets.ISO_8859_1).indexOf("coefficients.bin");
    whole[parameters + 400] ^= 1;
    Path file = folder.resolve("flipped.zip");
    Files.write(file, whole);
    String refusal = refusal(file);
    assertTrue(
        refusal.startsWith("IT is damaged: its entry coefficients.bin cannot be unpacked"),
        refusal);
  }

  @Test
  void an_empty_file_and_other_formats_are_named() throws IOException {
    Path file = folder.resolve("file");
    Files.write(file, new byte[0]);
    assertEquals("IT is empty", refusal(file));
    Files.writeString(file, "hello, this is text");
    assertEquals(
        "IT is no zip archive, which DL4J's ModelSerializer would have written", refusal(file));
    Files.write(file, new byte[] {(byte) 0x89, 'H', 'D', 'F', 13, 10, 26, 10, 0});
    assertTrue(refusal(file).startsWith("IT is an HDF5 file: import it with"), refusal(file));
  }

  @Test
  void archives_of_something_else_are_refused() throws IOException {
    assertEquals(
        "IT holds no network: DL4J's ModelSerializer writes a configuration.json, and this archive"
            + " has a.txt, b.txt",
        refusal(zip("a.txt", "x", "b.txt", "y")));
    assertEquals(
        "IT holds no network: DL4J's ModelSerializer writes a configuration.json, and this archive"
            + " has 1, 2, 3, 4, 5 and more",
        refusal(zip("1", "", "2", "", "3", "", "4", "", "5", "", "6", "")));
    assertEquals(
        "IT holds a configuration without parameters: there is neither coefficients.bin nor"
            + " noParams.marker",
        refusal(zip("configuration.json", "{\"confs\": []}")));
    assertEquals(
        "IT is damaged: its configuration.json is no JSON",
        refusal(zip("configuration.json", "{\"confs\"", "coefficients.bin", "")));
    assertEquals(
        "IT holds no network that is known: its configuration.json describes neither a"
            + " MultiLayerNetwork nor a ComputationGraph",
        refusal(zip("configuration.json", "{\"a\": 1}", "coefficients.bin", "")));
  }

  @Test
  void what_DL4J_cannot_load_is_refused_in_its_words() throws IOException {
    String refusal =
        refusal(zip("configuration.json", "{\"vertices\": 7}", "coefficients.bin", "x"));
    assertTrue(refusal.startsWith("IT holds a ComputationGraph that DL4J cannot load: "), refusal);
    String parameters =
        refusal(zip("configuration.json", "{\"confs\": []}", "coefficients.bin", "no numbers"));
    assertTrue(
        parameters.startsWith("IT holds a MultiLayerNetwork that DL4J cannot load: "), parameters);
  }
}
