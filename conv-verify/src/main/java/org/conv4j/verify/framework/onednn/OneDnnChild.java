package org.conv4j.verify.framework.onednn;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.stream;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.check.Operands;
import org.conv4j.verify.framework.child.Adapter;
import org.conv4j.verify.framework.child.ChildLoop;
import org.conv4j.verify.framework.child.NativeLibraries;
import org.conv4j.verify.framework.child.PreparedCase;
import org.conv4j.verify.process.Protocol;
import org.conv4j.verify.process.Reply;

/** oneDNN's convolution primitives on the processor, without a framework around them. */
public final class OneDnnChild implements Adapter {

  private static final Pattern LIBRARIES = Pattern.compile("(lib)?dnnl\\W.*");

  private final engine engine = new engine(org.bytedeco.dnnl.engine.kind.cpu, 0);
  private final stream stream = new stream(engine);
  private final int threads;

  private OneDnnChild(int threads) {
    this.threads = threads;
  }

  /** Serves a parent process. */
  public static void main(String[] arguments) {
    ChildLoop.serve(OneDnnChild::new);
  }

  @Override
  public Reply.Hello describe() {
    dnnl_version_t version = dnnl.dnnl_version();
    return new Reply.Hello(
        Protocol.VERSION,
        "oneDNN by its JavaCPP preset",
        "%d.%d.%d".formatted(version.major(), version.minor(), version.patch()),
        null,
        threads,
        null,
        null);
  }

  @Override
  public List<Path> libraries() {
    return NativeLibraries.mapped(LIBRARIES.asMatchPredicate());
  }

  @Override
  public PreparedCase prepare(ConvProblem problem, Operands operands) {
    if (problem.elementType() != ElementType.FLOAT32) {
      return PreparedCase.declined(
          "oneDNN convolves " + problem.elementType() + " on graphics processors only");
    }
    return new OneDnnCase(problem, operands, engine, stream);
  }
}
