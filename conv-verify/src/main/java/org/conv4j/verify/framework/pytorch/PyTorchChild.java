package org.conv4j.verify.framework.pytorch;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.conv4j.ConvProblem;
import org.conv4j.check.Operands;
import org.conv4j.verify.framework.child.Adapter;
import org.conv4j.verify.framework.child.ChildLoop;
import org.conv4j.verify.framework.child.NativeLibraries;
import org.conv4j.verify.framework.child.PreparedCase;
import org.conv4j.verify.process.Protocol;
import org.conv4j.verify.process.Reply;

/** PyTorch's {@code conv2d} on the CPU, and its automatic differentiation, through DJL. */
public final class PyTorchChild implements Adapter {

  private static final Pattern LIBRARIES = Pattern.compile(".*(torch|torch_cpu|c10)\\.\\w+");

  private final Engine engine;

  private PyTorchChild(int threads) {
    String number = Integer.toString(threads);
    // Without these DJL may fetch natives that it does not find, and reports its use.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.pytorch.num_threads", number);
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    engine = Engine.getEngine("PyTorch");
  }

  /** Serves a parent process. */
  public static void main(String[] arguments) {
    ChildLoop.serve(PyTorchChild::new);
  }

  @Override
  public Reply.Hello describe() {
    return new Reply.Hello(
        Protocol.VERSION,
        "PyTorch by DJL " + Engine.getDjlVersion(),
        engine.getVersion(),
        null,
        JniUtils.getNumThreads(),
        null,
        null);
  }

  @Override
  public List<Path> libraries() {
    return NativeLibraries.mapped(LIBRARIES.asMatchPredicate());
  }

  @Override
  public PreparedCase prepare(ConvProblem problem, Operands operands) {
    return new PyTorchCase(problem, operands, engine);
  }
}
