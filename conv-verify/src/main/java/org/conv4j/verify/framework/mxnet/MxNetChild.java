package org.conv4j.verify.framework.mxnet;

import ai.djl.engine.Engine;
import java.nio.file.Path;
import java.util.List;
import org.conv4j.ConvProblem;
import org.conv4j.check.Operands;
import org.conv4j.verify.framework.child.Adapter;
import org.conv4j.verify.framework.child.ChildLoop;
import org.conv4j.verify.framework.child.NativeLibraries;
import org.conv4j.verify.framework.child.PreparedCase;
import org.conv4j.verify.process.Protocol;
import org.conv4j.verify.process.Reply;

/** MXNet's {@code Convolution} on the CPU, and its automatic differentiation, through DJL. */
public final class MxNetChild implements Adapter {

  private final Engine engine;
  private final int threads;

  private MxNetChild(int threads) {
    this.threads = threads;
    // Without these DJL may fetch natives that it does not find, and reports its use.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    engine = Engine.getEngine("MXNet");
  }

  /** Serves a parent process. */
  public static void main(String[] arguments) {
    ChildLoop.serve(MxNetChild::new);
  }

  @Override
  public Reply.Hello describe() {
    return new Reply.Hello(
        Protocol.VERSION,
        "MXNet by DJL " + Engine.getDjlVersion(),
        engine.getVersion(),
        null,
        threads,
        null,
        null);
  }

  @Override
  public List<Path> libraries() {
    return NativeLibraries.mapped(file -> file.contains("mxnet"));
  }

  @Override
  public PreparedCase prepare(ConvProblem problem, Operands operands) {
    return new MxNetCase(problem, operands, engine);
  }
}
