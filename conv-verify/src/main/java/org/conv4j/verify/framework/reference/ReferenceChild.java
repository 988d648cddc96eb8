package org.conv4j.verify.framework.reference;

import java.nio.file.Path;
import java.util.List;
import org.conv4j.ConvProblem;
import org.conv4j.check.Operands;
import org.conv4j.reference.DirectReference;
import org.conv4j.verify.framework.child.Adapter;
import org.conv4j.verify.framework.child.ChildLoop;
import org.conv4j.verify.framework.child.PreparedCase;
import org.conv4j.verify.process.Protocol;
import org.conv4j.verify.process.Reply;

/** The direct reference as a framework. It computes in float64 on one thread. */
public final class ReferenceChild implements Adapter {

  private ReferenceChild() {}

  /** Serves a parent process. */
  public static void main(String[] arguments) {
    ChildLoop.serve(threads -> new ReferenceChild());
  }

  @Override
  public Reply.Hello describe() {
    return new Reply.Hello(
        Protocol.VERSION, "conv4j reference", "Java " + Runtime.version(), null, 1, null, null);
  }

  @Override
  public List<Path> libraries() {
    return List.of();
  }

  @Override
  public PreparedCase prepare(ConvProblem problem, Operands operands) {
    return new ReferenceCase(new DirectReference(problem), operands);
  }
}
