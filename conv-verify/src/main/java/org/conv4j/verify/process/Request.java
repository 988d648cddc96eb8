package org.conv4j.verify.process;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** A line from the parent to a child. Its JSON names are the components' names. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "request")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Request.Hello.class, name = "hello"),
  @JsonSubTypes.Type(value = Request.Case.class, name = "case"),
  @JsonSubTypes.Type(value = Request.Op.class, name = "op"),
  @JsonSubTypes.Type(value = Request.Prepare.class, name = "prepare"),
  @JsonSubTypes.Type(value = Request.Check.class, name = "check"),
  @JsonSubTypes.Type(value = Request.Time.class, name = "time"),
  @JsonSubTypes.Type(value = Request.Gemm.class, name = "gemm"),
  @JsonSubTypes.Type(value = Request.Stop.class, name = "stop")
})
public sealed interface Request {

  /**
   * The first line.
   *
   * @param protocol version that the parent speaks
   * @param threads that the framework may use
   * @param restart whether the child replaces one that died; it need not tell its libraries again
   */
  record Hello(int protocol, int threads, boolean restart) implements Request {}

  /**
   * One case. The child answers with one line for each direction, in this order.
   *
   * @param id number that the answers repeat
   * @param problem what to compute
   * @param directions ids of the results asked for
   * @param operands the data
   */
  record Case(long id, ProblemFields problem, List<String> directions, OperandData operands)
      implements Request {}

  /**
   * One call of an op of ND4J, answered with its results.
   *
   * @param id number that the answer repeats
   * @param op its name
   * @param arguments the op's integers
   * @param inputs of the op, in its order
   * @param convolutions in it, as notations
   */
  record Op(
      long id, String op, List<Long> arguments, List<ArrayData> inputs, List<String> convolutions)
      implements Request {}

  /**
   * A case to be timed. The child makes the data itself, keeps the operands ready in the
   * framework's own arrays, and forgets the case before.
   *
   * @param id number that the answers repeat
   * @param problem what to compute
   * @param tier kind of data
   * @param seed of the data
   */
  record Prepare(long id, ProblemFields problem, String tier, long seed) implements Request {}

  /**
   * One run of a computation of the prepared case, answered with its results.
   *
   * @param id of the prepared case
   * @param computation one of the directions, or {@code backward}
   */
  record Check(long id, String computation) implements Request {}

  /**
   * Runs of a computation of the prepared case, each timed.
   *
   * @param id of the prepared case
   * @param computation one of the directions, or {@code backward}
   * @param repetitions at most
   * @param millis after which no further run begins; the first always does
   */
  record Time(long id, String computation, int repetitions, double millis) implements Request {}

  /**
   * Products of two square matrices of float32 by the framework's own BLAS, each timed.
   *
   * @param size rows and columns
   * @param repetitions how many, after one that is not timed
   */
  record Gemm(int size, int repetitions) implements Request {}

  /** The last line; the child exits. The end of its standard input means the same. */
  record Stop() implements Request {}
}
