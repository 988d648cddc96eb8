package org.conv4j.verify.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.Operand;
import org.conv4j.Tensor;
import org.conv4j.check.Operands;
import org.conv4j.nd4j.network.LayerTrace;
import org.conv4j.nd4j.network.NetworkTrace;
import org.conv4j.nd4j.network.SavedNetwork;
import org.conv4j.nd4j.network.UnusableNetworkException;
import org.conv4j.nd4j.ops.OpConvolutions;
import org.conv4j.verify.InputException;
import org.conv4j.verify.framework.child.ChildLoop;
import org.conv4j.verify.framework.nd4j.Nd4jArrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Runs a network once, writes down the operands of its convolutions, and tells what there was. */
public final class ModelChild {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ModelTask task;
  private final PrintStream out;
  private int written;

  private ModelChild(ModelTask task, PrintStream out) {
    this.task = task;
    this.out = out;
  }

  /**
   * Runs.
   *
   * @param arguments a {@link ModelTask} as JSON
   */
  public static void main(String[] arguments) throws IOException {
    String channel = System.getProperty(ChildLoop.CHANNEL_PROPERTY);
    try (FileOutputStream answers =
            channel == null
                ? new FileOutputStream(FileDescriptor.out)
                : new FileOutputStream(channel);
        PrintStream out = new PrintStream(answers, true, StandardCharsets.UTF_8)) {
      System.setOut(System.err);
      ModelChild child = new ModelChild(JSON.readValue(arguments[0], ModelTask.class), out);
      try {
        child.run();
      } catch (UnusableNetworkException | InputException refused) {
        child.tell(new ModelEvent.Refused(refused.getMessage()));
      } catch (OutOfMemoryError tooLarge) {
        child.tell(
            new ModelEvent.Refused(
                "memory ran out while the network ran (%s): take fewer examples or smaller pictures, or more memory by CONV4J_OPTS"
                    .formatted(tooLarge.getMessage())));
      }
    }
  }

  private void run() throws IOException {
    SavedNetwork network = SavedNetwork.load(Path.of(task.network()));
    if (!NetworkTrace.hasConvolution(network)) {
      int layers = NetworkTrace.layers(network).size();
      tell(new ModelEvent.Ran(network.kind(), layers, 0, new long[0][], null));
      return;
    }
    refuseUnknownLayers(network);
    INDArray[] inputs = inputs(network);
    NetworkTrace.Outcome outcome = NetworkTrace.run(network, inputs, labels(network), task.seed());
    tell(
        new ModelEvent.Ran(
            network.kind(),
            outcome.layers().size(),
            (int)
                outcome.layers().stream()
                    .filter(layer -> !(layer instanceof LayerTrace.Other))
                    .count(),
            Arrays.stream(inputs).map(INDArray::shape).toArray(long[][]::new),
            outcome.gradientProblem()));
    for (LayerTrace layer : outcome.layers()) {
      if (layer instanceof LayerTrace.Convolved convolved) {
        for (LayerTrace.Part part : convolved.parts()) {
          write(convolved, part);
        }
        if (saysMoreThanItsParts(convolved)) {
          write(convolved, convolved.op());
        }
      } else if (layer instanceof LayerTrace.Untraced left) {
        tell(new ModelEvent.LeftOut(left.name(), left.type(), left.reason()));
      }
    }
  }

  /**
   * Before the network runs, which may take long. What a layer consists of shows afterwards: the
   * names of its parts are not looked at here.
   */
  private void refuseUnknownLayers(SavedNetwork network) {
    List<String> known =
        NetworkTrace.layers(network).stream()
            .filter(layer -> !(layer instanceof LayerTrace.Other))
            .map(LayerTrace::name)
            .toList();
    for (String wanted : task.layers()) {
      if (known.stream().noneMatch(name -> wanted.equals(name) || wanted.startsWith(name + "."))) {
        throw new InputException(
            "no convolution of the network is called '%s': there are %s"
                .formatted(wanted, String.join(", ", known)));
      }
    }
  }

  private INDArray[] inputs(SavedNetwork network) {
    if (task.inputs().isEmpty()) {
      List<long[]> shapes = NetworkTrace.inputShapes(network, task.inputShapes(), task.batch());
      return NetworkTrace.randomInputs(network, shapes, task.seed());
    }
    List<Tensor> given = given(task.inputs());
    NetworkTrace.checkInputs(network, given.stream().map(Tensor::shape).toList());
    return arrays(given, network);
  }

  private INDArray[] labels(SavedNetwork network) {
    return arrays(given(task.labels()), network);
  }

  private static List<Tensor> given(List<String> files) {
    return files.stream().map(file -> NpyFile.read(Path.of(file))).toList();
  }

  private static INDArray[] arrays(List<Tensor> tensors, SavedNetwork network) {
    return tensors.stream()
        .map(each -> Nd4j.create(each.values(), each.shape(), 'c').castTo(network.dataType()))
        .toArray(INDArray[]::new);
  }

  private void write(LayerTrace.Convolved layer, LayerTrace.Part part) throws IOException {
    ConvProblem problem = part.problem();
    LayerTrace.Data data = part.data();
    int number = written++;
    boolean real = data.input() != null && data.outputGradient() != null;
    Operands operands =
        new Operands(
            tensor(
                orRandom(data.input(), problem.inputShape(), problem.elementType(), number),
                Operand.INPUT,
                problem),
            tensor(data.filter(), Operand.FILTER, problem),
            problem.bias() ? tensor(data.bias(), Operand.BIAS, problem) : null,
            tensor(
                orRandom(
                    data.outputGradient(), problem.outputShape(), problem.elementType(), number),
                Operand.OUTPUT_GRADIENT,
                problem));
    String file = number + ".operands";
    OperandFile.write(problem, operands, Path.of(task.folder()).resolve(file));
    tell(
        new ModelEvent.Convolution(
            layer.name(),
            name(part.role()),
            layer.type(),
            problem.toString(),
            file,
            real,
            notFinite(
                operands.input(), operands.filter(), operands.bias(), operands.outputGradient())));
  }

  /**
   * Frameworks compute a depthwise convolution of several channels by the layer itself, which is
   * its op: there is nothing to add.
   */
  private static boolean saysMoreThanItsParts(LayerTrace.Convolved layer) {
    LayerTrace.Part first = layer.parts().get(0);
    return layer.op() != null
        && (first.role() != OpConvolutions.Role.WHOLE || first.problem().groups() == 1);
  }

  private void write(LayerTrace.Convolved layer, LayerTrace.Op op) throws IOException {
    int number = written++;
    ElementType type = layer.parts().get(0).problem().elementType();
    List<Tensor> arrays = new ArrayList<>();
    op.inputs().forEach(input -> arrays.add(Nd4jArrays.toTensor(input, type)));
    arrays.add(
        Nd4jArrays.toTensor(orRandom(op.outputGradient(), op.outputShape(), type, number), type));
    String file = number + ".op";
    OperandFile.write(type, arrays, Path.of(task.folder()).resolve(file));
    tell(
        new ModelEvent.Op(
            layer.name(),
            layer.type(),
            op.name(),
            op.arguments(),
            layer.parts().stream().map(part -> part.problem().toString()).toList(),
            arrays.stream().map(Tensor::shape).toList(),
            file,
            op.outputGradient() != null,
            notFinite(arrays.toArray(Tensor[]::new))));
  }

  /** Those that are null have none. */
  private static long notFinite(Tensor... tensors) {
    return Arrays.stream(tensors)
        .filter(Objects::nonNull)
        .flatMapToDouble(tensor -> Arrays.stream(tensor.values()))
        .filter(value -> !Double.isFinite(value))
        .count();
  }

  private static String name(OpConvolutions.Role role) {
    return role == OpConvolutions.Role.WHOLE ? null : role.name().toLowerCase(Locale.ROOT);
  }

  private INDArray orRandom(INDArray array, long[] shape, ElementType type, int number) {
    if (array != null) {
      return array;
    }
    Nd4j.getRandom().setSeed(task.seed() + number);
    return Nd4j.randn(Nd4jArrays.dataType(type), shape);
  }

  private static Tensor tensor(INDArray array, Operand operand, ConvProblem problem) {
    Tensor tensor = Nd4jArrays.toTensor(array, problem.elementType());
    if (!Arrays.equals(tensor.shape(), operand.shape(problem))) {
      throw new IllegalStateException(
          "%s of %s has shape %s"
              .formatted(operand.label(), problem, Arrays.toString(tensor.shape())));
    }
    return tensor;
  }

  private void tell(ModelEvent event) throws IOException {
    out.println(JSON.writerFor(ModelEvent.class).writeValueAsString(event));
  }
}
