package org.conv4j.nd4j.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.conv4j.ConvDirection;
import org.conv4j.nd4j.Convolutions;
import org.conv4j.nd4j.Nd4jConvolution;
import org.conv4j.nd4j.dl4j.ServedLayer;
import org.conv4j.nd4j.network.LayerTrace;
import org.conv4j.nd4j.network.NetworkTrace;
import org.conv4j.nd4j.network.SavedNetwork;
import org.conv4j.nd4j.network.UnusableNetworkException;
import org.conv4j.nd4j.ops.OpConvolutions;

/**
 * What conv4j would do with a layer. Named only where DL4J is present.
 *
 * @param name of the layer
 * @param type of the layer
 * @param problem its convolution; null if it has none, or its sizes are not known
 * @param taken whether conv4j computes it in this JVM
 * @param how by which algorithms, or why not
 */
record LayerPlan(String name, String type, String problem, boolean taken, String how) {

  /**
   * A network and its layers.
   *
   * @param sentence what it is
   * @param layers those that are convolutions or batch normalisations
   * @param hint what to add so that algorithms can be told; null if nothing
   */
  record Network(String sentence, List<LayerPlan> layers, String hint) {}

  /**
   * Loads a network and, where the sizes of its input are known, runs it once.
   *
   * @param inputShapes of one example of each input; none for what the file tells
   * @throws UnusableNetworkException if the file, or the shape, cannot be used
   */
  static Network of(Path file, List<long[]> inputShapes, Facts facts) {
    SavedNetwork network = SavedNetwork.load(file);
    List<LayerTrace> layers = NetworkTrace.layers(network);
    String hint = null;
    List<long[]> shapes = List.of();
    if (NetworkTrace.hasConvolution(network)) {
      try {
        shapes = NetworkTrace.inputShapes(network, inputShapes, 1);
        layers =
            NetworkTrace.run(network, NetworkTrace.randomInputs(network, shapes, 1), 1).layers();
      } catch (UnusableNetworkException unknown) {
        if (!inputShapes.isEmpty()) {
          throw unknown;
        }
        hint = unknown.getMessage();
      }
    }
    List<LayerPlan> plans = new ArrayList<>();
    layers.stream()
        .filter(layer -> isNormalization(layer) || !(layer instanceof LayerTrace.Other))
        .map(layer -> isNormalization(layer) ? normalization(layer, facts) : plan(layer, facts))
        .forEach(plans::add);
    long normalizations = layers.stream().filter(LayerPlan::isNormalization).count();
    String sentence =
        "%s of %d layers, %d of them convolutions%s%s"
            .formatted(
                network.kind(),
                layers.size(),
                plans.size() - normalizations,
                counted(normalizations),
                shapes.isEmpty() ? "" : ", on an input of shape " + shown(shapes));
    return new Network(sentence, List.copyOf(plans), hint);
  }

  private static String shown(List<long[]> shapes) {
    return shapes.stream().map(Arrays::toString).collect(Collectors.joining(" and "));
  }

  private static String counted(long normalizations) {
    return normalizations == 0
        ? ""
        : " and %d batch normalization%s".formatted(normalizations, normalizations == 1 ? "" : "s");
  }

  private static boolean isNormalization(LayerTrace layer) {
    return layer.type().equals(ServedLayer.NORMALIZATION.type());
  }

  private static LayerPlan normalization(LayerTrace layer, Facts facts) {
    boolean open = facts.normalizationOpen();
    return new LayerPlan(
        layer.name(),
        layer.type(),
        null,
        open,
        open ? "statistics and scaling together" : "conv4j's door for it is closed");
  }

  private static LayerPlan plan(LayerTrace layer, Facts facts) {
    boolean byOp = !layer.type().startsWith("ConvolutionLayer");
    boolean open = byOp ? facts.opDoorOpen() : facts.layerDoorOpen();
    String door = byOp ? "conv4j's door for ND4J's ops" : "conv4j's door for DL4J's layers";
    if (layer instanceof LayerTrace.Convolved convolved) {
      return new LayerPlan(
          layer.name(),
          layer.type(),
          convolved.parts().stream()
              .map(part -> part.problem().toString())
              .collect(Collectors.joining(" then ")),
          open,
          open ? algorithms(convolved.parts()) : door + " is closed");
    }
    LayerTrace.Untraced untraced = (LayerTrace.Untraced) layer;
    boolean taken = open && !untraced.reason().contains("three-dimensional");
    String how =
        taken
            ? (byOp
                ? "by the ops it executes: " + untraced.reason()
                : "algorithms depend on its sizes")
            : open ? untraced.reason() : door + " is closed";
    return new LayerPlan(layer.name(), layer.type(), null, taken, how);
  }

  private static String algorithms(List<LayerTrace.Part> parts) {
    return parts.stream()
        .map(
            part ->
                part.role() == OpConvolutions.Role.TRANSPOSED
                    ? transposed(Convolutions.of(part.problem()))
                    : algorithms(Convolutions.of(part.problem())))
        .collect(Collectors.joining("; then "));
  }

  /** What the layer calls forward is the convolution's input gradient, and the other way round. */
  private static String transposed(Nd4jConvolution convolution) {
    return "%s %s, %s %s, %s %s"
        .formatted(
            ConvDirection.FORWARD.id(),
            convolution.algorithm(ConvDirection.INPUT_GRADIENT),
            ConvDirection.INPUT_GRADIENT.id(),
            convolution.algorithm(ConvDirection.FORWARD),
            ConvDirection.FILTER_GRADIENT.id(),
            convolution.algorithm(ConvDirection.FILTER_GRADIENT));
  }

  /** One name if all directions have the same. */
  private static String algorithms(Nd4jConvolution convolution) {
    List<ConvDirection> directions =
        Stream.of(ConvDirection.values())
            .filter(direction -> direction != ConvDirection.BIAS_GRADIENT)
            .toList();
    List<String> names = directions.stream().map(convolution::algorithm).distinct().toList();
    return names.size() == 1
        ? names.get(0)
        : directions.stream()
            .map(direction -> direction.id() + " " + convolution.algorithm(direction))
            .collect(Collectors.joining(", "));
  }
}
