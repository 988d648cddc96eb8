package org.conv4j.verify.network;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What a child answers to a {@link NetworkRequest}, one JSON object a line. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "answer")
@JsonSubTypes({
  @JsonSubTypes.Type(value = NetworkReply.Ready.class, name = "ready"),
  @JsonSubTypes.Type(value = NetworkReply.Stepped.class, name = "stepped"),
  @JsonSubTypes.Type(value = NetworkReply.Laps.class, name = "laps")
})
public sealed interface NetworkReply {

  /**
   * The network exists: said once, unasked.
   *
   * @param executioner class name of ND4J's executioner
   * @param parameters how many
   * @param checksum of the initial parameters
   */
  record Ready(String executioner, long parameters, long checksum) implements NetworkReply {}

  /**
   * One iteration was made from the initial state.
   *
   * @param layersTaken convolutions that something else than ND4J and DL4J computes
   * @param layers convolutions that there are
   * @param largestParameter magnitude of it, afterwards
   * @param largestDifference from the parameters that were compared with; 0 where they were kept
   */
  record Stepped(int layersTaken, int layers, double largestParameter, double largestDifference)
      implements NetworkReply {}

  /**
   * Something was timed.
   *
   * @param millis of each run
   */
  record Laps(List<Double> millis) implements NetworkReply {}
}
