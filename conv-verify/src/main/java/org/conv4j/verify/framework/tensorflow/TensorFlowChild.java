package org.conv4j.verify.framework.tensorflow;

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
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * TensorFlow's ops on the CPU: {@code Conv2D} and its two backprops, {@code DepthwiseConv2dNative}
 * and its two, {@code BiasAdd} and {@code BiasAddGrad}; executed eagerly, or as a graph where they
 * are timed.
 */
public final class TensorFlowChild implements Adapter {

  private final int threads;

  private TensorFlowChild(int threads) {
    this.threads = threads;
  }

  /** Serves a parent process. */
  public static void main(String[] arguments) {
    ChildLoop.serve(TensorFlowChild::new);
  }

  @Override
  public Reply.Hello describe() {
    return new Reply.Hello(
        Protocol.VERSION,
        "TensorFlow by " + jar(),
        TensorFlow.version(),
        null,
        threads,
        null,
        null);
  }

  /** The version of TensorFlow Java stands in the name of its file only. */
  private static String jar() {
    String location =
        TensorFlow.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    return location.substring(location.lastIndexOf('/') + 1).replaceFirst("\\.jar$", "");
  }

  @Override
  public List<Path> libraries() {
    return NativeLibraries.mapped(file -> file.contains("tensorflow"));
  }

  @Override
  public PreparedCase prepare(ConvProblem problem, Operands operands) {
    return switch (problem.elementType()) {
      case FLOAT32 -> new TensorFlowCase<>(problem, operands, configuration(), TFloat32.class);
      case FLOAT64 -> new TensorFlowCase<>(problem, operands, configuration(), TFloat64.class);
    };
  }

  @Override
  public TimedCase prepareTimed(ConvProblem problem, Operands operands) {
    return switch (problem.elementType()) {
      case FLOAT32 -> new ConvGraph<>(problem, operands, configuration(), TFloat32.class);
      case FLOAT64 -> new ConvGraph<>(problem, operands, configuration(), TFloat64.class);
    };
  }

  private ConfigProto configuration() {
    return ConfigProto.newBuilder()
        .setIntraOpParallelismThreads(threads)
        .setInterOpParallelismThreads(1)
        .build();
  }
}
