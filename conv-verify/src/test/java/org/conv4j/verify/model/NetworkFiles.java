package org.conv4j.verify.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Networks that ModelSerializer of DL4J 1.0.0-M2.1 wrote, float32, with random weights.
 *
 * <p>{@code layers.zip}: a MultiLayerNetwork; convolution "first" (3 x 3, 2 to 3 channels, SAME),
 * depthwise convolution "second", output layer; pictures of 6 x 6. {@code graph.zip}: a
 * ComputationGraph for pictures of any size with a convolution, a separable and a transposed one.
 * {@code dense.zip}: without a convolution.
 */
public final class NetworkFiles {

  private NetworkFiles() {}

  /** The file of that name, copied into {@code folder}. */
  public static Path copy(String name, Path folder) {
    Path file = folder.resolve(name);
    try (InputStream resource =
        NetworkFiles.class.getResourceAsStream(name.replace(".zip", ".network"))) {
      Files.write(file, resource.readAllBytes());
      return file;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
