package org.conv4j.verify.process;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;

/** A line from a child to the parent. Its JSON names are the components' names. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "answer")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Reply.Hello.class, name = "hello"),
  @JsonSubTypes.Type(value = Reply.Working.class, name = "working"),
  @JsonSubTypes.Type(value = Reply.Computed.class, name = "computed"),
  @JsonSubTypes.Type(value = Reply.Executed.class, name = "executed"),
  @JsonSubTypes.Type(value = Reply.Ready.class, name = "ready"),
  @JsonSubTypes.Type(value = Reply.Checked.class, name = "checked"),
  @JsonSubTypes.Type(value = Reply.Laps.class, name = "laps"),
  @JsonSubTypes.Type(value = Reply.Declined.class, name = "declined"),
  @JsonSubTypes.Type(value = Reply.Failed.class, name = "failed")
})
public sealed interface Reply {

  /**
   * What the child runs.
   *
   * @param protocol version that the child speaks
   * @param name of the framework, for people
   * @param version of the framework, as found at run time
   * @param libraries native libraries it has loaded; may be null after a restart
   * @param threads it will use
   * @param executioner class name of ND4J's executioner; null where there is none
   * @param helper class name of DL4J's convolution helper; null where there is none
   */
  record Hello(
      int protocol,
      String name,
      String version,
      List<Library> libraries,
      int threads,
      String executioner,
      String helper)
      implements Reply {

    /** The same with other libraries. */
    public Hello withLibraries(List<Library> others) {
      return new Hello(protocol, name, version, others, threads, executioner, helper);
    }
  }

  /**
   * A native library.
   *
   * @param file its name, without folder
   * @param sha256 of its content, in hex
   */
  record Library(String file, String sha256) {}

  /**
   * Not an answer, and never required: what is about to be computed by one call of the framework.
   * If the child dies or hangs before its next line, all of these directions did it.
   *
   * @param id of the case
   * @param directions ids of the directions
   */
  record Working(long id, List<String> directions) implements Reply {}

  /**
   * A result.
   *
   * @param id of the case
   * @param direction id of the direction
   * @param result in the problem's layout
   * @param algorithm what computed it; null where unknown
   * @param millis time of the computation without conversions; null where it was not measured
   * @param changed operands that are no longer what was sent, as they are now, by name; null where
   *     nobody looked
   */
  record Computed(
      long id,
      String direction,
      ArrayData result,
      String algorithm,
      Double millis,
      Map<String, ArrayData> changed)
      implements Reply {}

  /**
   * An op was executed.
   *
   * @param id of the request
   * @param results of the op, in its order
   * @param changed places of inputs that are no longer what was sent
   * @param algorithms of each convolution in it, by direction; none where ND4J computed it
   * @param millis time of the call
   */
  record Executed(
      long id,
      List<ArrayData> results,
      List<Integer> changed,
      List<Map<String, String>> algorithms,
      double millis)
      implements Reply {}

  /**
   * The case is prepared.
   *
   * @param id of the case
   */
  record Ready(long id) implements Reply {}

  /**
   * What one run of a computation gave, as weighted sums over channels in float64.
   *
   * @param id of the case
   * @param computation what was run
   * @param algorithm what computed it; null where unknown
   * @param millis time of that run
   * @param sums for each direction of the computation, by id
   */
  record Checked(
      long id, String computation, String algorithm, double millis, Map<String, ArrayData> sums)
      implements Reply {}

  /**
   * How long each run took, in order. Making the results is part of it, giving them back is not.
   *
   * @param id of the case; null for matrix products
   * @param computation what was run; null for matrix products
   * @param millis one number for each run
   */
  record Laps(Long id, String computation, double[] millis) implements Reply {}

  /**
   * The framework cannot express this.
   *
   * @param id of the case; null when what the handshake asked for is declined
   * @param direction id of the direction or computation; null when a whole case, or what the
   *     handshake asked for, is declined
   * @param reason in one sentence
   */
  record Declined(Long id, String direction, String reason) implements Reply {}

  /**
   * The framework failed.
   *
   * @param id of the case; null when the handshake failed
   * @param direction id of the direction or computation; null when a whole case or the handshake
   *     failed
   * @param text what it said
   */
  record Failed(Long id, String direction, String text) implements Reply {}
}
