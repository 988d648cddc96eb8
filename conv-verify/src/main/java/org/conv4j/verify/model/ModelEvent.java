package org.conv4j.verify.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** A line from the child that runs a network. Its JSON names are the components' names. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ModelEvent.Refused.class, name = "refused"),
  @JsonSubTypes.Type(value = ModelEvent.Ran.class, name = "ran"),
  @JsonSubTypes.Type(value = ModelEvent.Convolution.class, name = "convolution"),
  @JsonSubTypes.Type(value = ModelEvent.Op.class, name = "op"),
  @JsonSubTypes.Type(value = ModelEvent.LeftOut.class, name = "leftOut")
})
sealed interface ModelEvent {

  /**
   * File or input cannot be used; the only line.
   *
   * @param reason one sentence
   */
  record Refused(String reason) implements ModelEvent {}

  /**
   * The network ran; the first line.
   *
   * @param kind {@code MultiLayerNetwork} or {@code ComputationGraph}
   * @param layers how many
   * @param convolutions how many of them are convolutions of any kind
   * @param inputs shapes of its inputs
   * @param gradientProblem why there was no backward pass; null if there was
   */
  record Ran(String kind, int layers, int convolutions, long[][] inputs, String gradientProblem)
      implements ModelEvent {}

  /**
   * A convolution that a layer computed, perhaps one of several.
   *
   * @param layer its name
   * @param part what the convolution is to the layer, {@code depthwise} for instance; null where it
   *     is all of it
   * @param type of the layer
   * @param notation of the problem
   * @param file with its operands
   * @param realGradient whether the output gradient is the network's; otherwise it is random
   * @param notFinite how many numbers of its operands are NaN or infinite
   */
  record Convolution(
      String layer,
      String part,
      String type,
      String notation,
      String file,
      boolean realGradient,
      long notFinite)
      implements ModelEvent {

    /** The layer's name; of several, with what this one is to it. */
    String name() {
      return part == null ? layer : layer + "." + part;
    }
  }

  /**
   * The op that a layer is made of, which does more than any convolution of it.
   *
   * @param layer its name
   * @param type of the layer
   * @param op its name
   * @param arguments its integers
   * @param notations of the convolutions in it
   * @param shapes of its inputs and, last, of its output
   * @param file with inputs and output gradient
   * @param realGradient whether the output gradient is the network's; otherwise it is random
   * @param notFinite how many numbers of inputs and output gradient are NaN or infinite
   */
  record Op(
      String layer,
      String type,
      String op,
      List<Long> arguments,
      List<String> notations,
      List<long[]> shapes,
      String file,
      boolean realGradient,
      long notFinite)
      implements ModelEvent {

    /** The layer's name and the op's. */
    String name() {
      return layer + "." + op;
    }
  }

  /**
   * A layer that computed a convolution which is not compared.
   *
   * @param name of the layer
   * @param type of the layer
   * @param reason in one clause
   */
  record LeftOut(String name, String type, String reason) implements ModelEvent {}
}
