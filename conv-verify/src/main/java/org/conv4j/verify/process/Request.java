package org.conv4j.verify.process;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** A line from the parent to a child. Its JSON names are the components' names. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "request")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Request.Hello.class, name = "hello"),
  @JsonSubTypes.Type(value = Request.Case.class, name = "case"),
  @JsonSubTypes.Type(value = Request.Stop.class, name = "stop")
})
public sealed interface Request {

  /**
   * The first line.
   *
   * @param protocol version that the parent speaks
   * @param threads that the framework may use
   */
  record Hello(int protocol, int threads) implements Request {}

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

  /** The last line; the child exits. The end of its standard input means the same. */
  record Stop() implements Request {}
}
