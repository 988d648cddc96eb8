package org.conv4j.verify.framework.onnxruntime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.file.Path;
import java.util.List;
import org.conv4j.ConvProblem;
import org.conv4j.check.Operands;
import org.conv4j.verify.framework.child.Adapter;
import org.conv4j.verify.framework.child.ChildLoop;
import org.conv4j.verify.framework.child.NativeLibraries;
import org.conv4j.verify.framework.child.PreparedCase;
import org.conv4j.verify.framework.child.TimedCase;
import org.conv4j.verify.process.Protocol;
import org.conv4j.verify.process.Reply;

/**
 * ONNX Runtime on the CPU: {@code Conv}. It has no gradients; they are computed by its own
 * operators through identities, which their algorithm's name tells.
 */
public final class OnnxRuntimeChild implements Adapter {

  private final OrtEnvironment environment;
  private final int threads;

  private OnnxRuntimeChild(int threads) {
    this.threads = threads;
    environment = OrtEnvironment.getEnvironment("conv4j");
  }

  /** Serves a parent process. */
  public static void main(String[] arguments) {
    ChildLoop.serve(OnnxRuntimeChild::new);
  }

  @Override
  public Reply.Hello describe() {
    return new Reply.Hello(
        Protocol.VERSION, "ONNX Runtime", environment.getVersion(), null, threads, null, null);
  }

  @Override
  public List<Path> libraries() {
    return NativeLibraries.mapped(file -> file.contains("onnxruntime") && !file.contains(".db"));
  }

  @Override
  public PreparedCase prepare(ConvProblem problem, Operands operands) {
    return new OnnxRuntimeCase(problem, operands, environment, threads);
  }

  @Override
  public TimedCase prepareTimed(ConvProblem problem, Operands operands) {
    try (SessionOptions options = options(threads)) {
      return new ForwardRun(
          problem, operands, new OnnxArrays(environment, problem.elementType()), options);
    } catch (OrtException failure) {
      return PreparedCase.declined(OnnxRuntimeCase.declined(failure));
    }
  }

  static SessionOptions options(int threads) throws OrtException {
    SessionOptions options = new SessionOptions();
    options.setIntraOpNumThreads(threads);
    options.setInterOpNumThreads(1);
    // Idle threads must leave the processor to other frameworks.
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    return options;
  }
}
