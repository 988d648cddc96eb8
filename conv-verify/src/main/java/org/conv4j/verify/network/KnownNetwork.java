package org.conv4j.verify.network;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.conv4j.verify.InputException;

/** The networks that can be timed, with random weights. */
public enum KnownNetwork {
  /** Of DL4J's model zoo, images of 28 x 28. */
  LENET("lenet", "LeNet of DL4J's model zoo, 28 x 28", 64),
  /** Of DL4J's model zoo, images of 224 x 224. */
  RESNET50("resnet50", "ResNet-50 of DL4J's model zoo, 224 x 224", 8),
  /** Of DL4J's model zoo, images of 224 x 224. */
  VGG16("vgg16", "VGG-16 of DL4J's model zoo, 224 x 224", 2),
  /** Of DL4J's model zoo, images of 224 x 224. */
  DARKNET19("darknet19", "Darknet-19 of DL4J's model zoo, 224 x 224", 8),
  /** Three convolutions as a graph of ND4J's ops, images of 32 x 32. */
  SAMEDIFF("samediff", "a SameDiff graph of three 3 x 3 convolutions, 32 x 32", 64);

  private final String id;
  private final String title;
  private final int batch;

  KnownNetwork(String id, String title, int batch) {
    this.id = id;
    this.title = title;
    this.batch = batch;
  }

  /** Its name on the command line and in files. */
  public String id() {
    return id;
  }

  /** What it is, for people. */
  public String title() {
    return title;
  }

  /** Images at once, unless something else is asked for. */
  public int batch() {
    return batch;
  }

  /** All names. */
  public static List<String> ids() {
    return Arrays.stream(values()).map(KnownNetwork::id).toList();
  }

  /**
   * The network of that name.
   *
   * @throws InputException if there is none; the message lists the names
   */
  public static KnownNetwork ofId(String id) {
    return Arrays.stream(values())
        .filter(network -> network.id.equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "unknown network '%s': expected one of %s"
                        .formatted(id, ids().stream().collect(Collectors.joining(", ")))));
  }
}
