package org.conv4j.verify.framework;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.conv4j.verify.framework.KnownFramework.Nd4j;

/** The frameworks that can be asked, by id. */
public final class Frameworks {

  private static final String PROGRAM = "exec:";
  private static final String ADAPTERS = "org.conv4j.verify.framework.";

  private static final Libraries ND4J = Libraries.of("nd4j", 135);

  private static final Libraries DL4J = Libraries.of("dl4j", 180);

  private static final Libraries ND4J_ONEDNN =
      new Libraries(
          "nd4j-onednn", 145, Map.of("nd4j.extension", Processor.current().oneDnnExtension()));

  private static final List<KnownFramework> KNOWN =
      List.of(
          new KnownFramework(
              "reference",
              "plain-Java float64 reference: the definition as loops",
              ADAPTERS + "reference.ReferenceChild",
              Optional.empty(),
              Nd4j.NONE),
          new KnownFramework(
              "conv-nd4j",
              "conv4j on ND4J arrays, plain jar of ND4J",
              ADAPTERS + "conv4j.Conv4jChild",
              Optional.of(ND4J),
              Nd4j.CONV_ND4J),
          new KnownFramework(
              "conv-nd4j-onednn",
              "conv4j on ND4J arrays, jar of ND4J with oneDNN",
              ADAPTERS + "conv4j.Conv4jChild",
              Optional.of(ND4J_ONEDNN),
              Nd4j.CONV_ND4J),
          new KnownFramework(
              "nd4j",
              "ND4J 1.0.0-M2.1, plain jar: its ops conv2d and depthwise_conv2d",
              ADAPTERS + "nd4j.Nd4jChild",
              Optional.of(ND4J),
              Nd4j.STOCK),
          new KnownFramework(
              "nd4j-onednn",
              "ND4J 1.0.0-M2.1, jar with oneDNN: its ops conv2d and depthwise_conv2d",
              ADAPTERS + "nd4j.Nd4jChild",
              Optional.of(ND4J_ONEDNN),
              Nd4j.STOCK),
          new KnownFramework(
              "dl4j",
              "DL4J 1.0.0-M2.1, plain jar: its ConvolutionLayer",
              ADAPTERS + "dl4j.Dl4jChild",
              Optional.of(DL4J),
              Nd4j.STOCK),
          new KnownFramework(
              "dl4j-conv4j",
              "the same ConvolutionLayer, computed by conv4j through its doors",
              ADAPTERS + "dl4j.Dl4jConv4jChild",
              Optional.of(DL4J),
              Nd4j.CONV_ND4J_DOORS),
          new KnownFramework(
              "pytorch",
              "PyTorch 2.7.1 by DJL: conv2d and its automatic differentiation",
              ADAPTERS + "pytorch.PyTorchChild",
              Optional.of(Libraries.of("pytorch", 120)),
              Nd4j.NONE),
          new KnownFramework(
              "tensorflow",
              "TensorFlow by TensorFlow Java 1.1.0: Conv2D, DepthwiseConv2dNative, their gradients",
              ADAPTERS + "tensorflow.TensorFlowChild",
              Optional.of(Libraries.of("tensorflow", 170)),
              Nd4j.NONE),
          new KnownFramework(
              "onnxruntime",
              "ONNX Runtime 1.29.0: Conv; gradients by identity",
              ADAPTERS + "onnxruntime.OnnxRuntimeChild",
              Optional.of(Libraries.of("onnxruntime", 55)),
              Nd4j.NONE),
          new KnownFramework(
              "onednn",
              "oneDNN by its JavaCPP preset: its convolution primitives",
              ADAPTERS + "onednn.OneDnnChild",
              Optional.of(Libraries.of("onednn", 30)),
              Nd4j.NONE),
          new KnownFramework(
              "mxnet",
              "MXNet 1.9.1 by DJL: Convolution and its automatic differentiation",
              ADAPTERS + "mxnet.MxNetChild",
              Optional.of(Libraries.of("mxnet", 55)),
              Nd4j.NONE));

  private Frameworks() {}

  /** The ids, in the order of reports. */
  public static List<String> ids() {
    return KNOWN.stream().map(KnownFramework::id).toList();
  }

  /** One line for people about the framework {@code id}, one of {@link #ids()}. */
  public static String summary(String id) {
    return find(id).summary();
  }

  /**
   * Starts a framework.
   *
   * @param id one of {@link #ids()}; for one that takes an algorithm also {@code id:ALGORITHM}; or
   *     {@code exec:PATH}, an executable file that speaks the protocol
   * @param options limits, threads, where the project is
   * @throws IllegalArgumentException if there is no such framework or algorithm; the message lists
   *     those that there are
   * @throws FrameworkUnavailableException if it cannot be used
   */
  public static FrameworkSession open(String id, FrameworkOptions options) {
    check(id);
    if (id.startsWith(PROGRAM)) {
      return new ProgramSession(new ChildSession(id, program(id), options, info -> {}));
    }
    KnownFramework framework = find(id);
    return new ChildSession(
        id,
        JvmChild.of(framework, Setting.of(id), options),
        options,
        inspection(framework).andThen(info -> refuseUnproven(info, framework, options)));
  }

  /**
   * Refuses an id that {@link #open} would refuse, without starting anything. Whether there is an
   * algorithm of a name shows only when the framework starts.
   *
   * @throws IllegalArgumentException if there is no such framework; the message lists the ids
   */
  public static void check(String id) {
    if (id.startsWith(PROGRAM)) {
      program(id);
      return;
    }
    KnownFramework framework = find(id);
    if (!Setting.of(id).equals(Setting.DEFAULT) && !framework.takesAlgorithm()) {
      throw new IllegalArgumentException(
          "'" + id + "' names an algorithm, which " + framework.id() + " does not take");
    }
  }

  private static ChildCommand program(String id) {
    Path program = Path.of(id.substring(PROGRAM.length())).toAbsolutePath();
    if (!Files.isRegularFile(program) || !Files.isExecutable(program)) {
      throw new IllegalArgumentException(
          "'" + id + "' names no executable file: " + program + " is none");
    }
    return new ChildCommand(List.of(program.toString()), Map.of(), Path.of("").toAbsolutePath());
  }

  static Consumer<FrameworkInfo> inspection(KnownFramework framework) {
    return switch (framework.nd4j()) {
      case STOCK -> StockNd4j::refuseAnythingElse;
      case CONV_ND4J_DOORS -> OpenDoors::refuseAnythingElse;
      case NONE, CONV_ND4J -> info -> {};
    };
  }

  /** What comes with this Java needs no proof. */
  private static void refuseUnproven(
      FrameworkInfo info, KnownFramework framework, FrameworkOptions options) {
    if (framework.libraries().isPresent()) {
      ToldVersion.refuseUnproven(info, JvmChild.classPath(framework, options));
    }
  }

  static KnownFramework find(String id) {
    String name = id.split(":", 2)[0];
    return KNOWN.stream()
        .filter(framework -> framework.id().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown framework '" + id + "': expected " + expected()));
  }

  private static String expected() {
    List<String> names = new ArrayList<>(ids());
    KNOWN.stream()
        .filter(KnownFramework::takesAlgorithm)
        .map(framework -> framework.id() + ":ALGORITHM")
        .forEach(names::add);
    names.add(PROGRAM + "PATH");
    return names.stream().collect(Collectors.joining(", "));
  }
}
