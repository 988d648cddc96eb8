package org.conv4j.verify.train;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.conv4j.ElementType;

/** What a training child tells, one JSON object a line. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TrainingEvent.Started.class, name = "started"),
  @JsonSubTypes.Type(value = TrainingEvent.Iteration.class, name = "iteration"),
  @JsonSubTypes.Type(value = TrainingEvent.Epoch.class, name = "epoch"),
  @JsonSubTypes.Type(value = TrainingEvent.Parameters.class, name = "parameters")
})
public sealed interface TrainingEvent {

  /**
   * ND4J runs and the network exists.
   *
   * @param executioner class name of ND4J's executioner
   * @param helper class name of the convolution layers' helper; null where there is none
   */
  record Started(String executioner, String helper) implements TrainingEvent {}

  /**
   * One minibatch.
   *
   * @param loss of the minibatch, before its update
   * @param millis that the update took
   */
  record Iteration(double loss, double millis) implements TrainingEvent {}

  /**
   * All digits once.
   *
   * @param accuracy share of the test digits that are recognised
   */
  record Epoch(double accuracy) implements TrainingEvent {}

  /**
   * The network's parameters after a few iterations.
   *
   * @param type the network computed in
   * @param iterations since its initial state
   * @param file that holds them, as big-endian float64
   */
  record Parameters(ElementType type, int iterations, String file) implements TrainingEvent {}
}
