package org.conv4j.verify.network;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a child is asked, one JSON object a line. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "request")
@JsonSubTypes({
  @JsonSubTypes.Type(value = NetworkRequest.Keep.class, name = "keep"),
  @JsonSubTypes.Type(value = NetworkRequest.Compare.class, name = "compare"),
  @JsonSubTypes.Type(value = NetworkRequest.Fit.class, name = "fit"),
  @JsonSubTypes.Type(value = NetworkRequest.Output.class, name = "output")
})
public sealed interface NetworkRequest {

  /**
   * Make the first iteration, and write the parameters, as float64.
   *
   * @param file to be written
   */
  record Keep(String file) implements NetworkRequest {}

  /**
   * Make the first iteration, and compare the parameters.
   *
   * @param file that another child has kept
   */
  record Compare(String file) implements NetworkRequest {}

  /**
   * Time iterations of training.
   *
   * @param runs how many
   */
  record Fit(int runs) implements NetworkRequest {}

  /**
   * Time outputs.
   *
   * @param runs how many
   */
  record Output(int runs) implements NetworkRequest {}
}
