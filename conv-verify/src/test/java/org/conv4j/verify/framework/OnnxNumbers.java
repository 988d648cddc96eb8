package org.conv4j.verify.framework;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import onnx.Onnx;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.protobuf.ByteString;

/**
 * Imports ONNX models of one {@code Conv} into SameDiff and computes them; prints as {@link
 * Nd4jFindings} does. Knows conv4j by name only.
 */
public final class OnnxNumbers {

  private static final String IMPORTER =
      "org.nd4j.samediff.frameworkimport.onnx.importer.OnnxFrameworkImporter";
  private static final int FLOAT = Onnx.TensorProto.DataType.FLOAT_VALUE;

  private static final OnnxConv LINE =
      new OnnxConv(
          new long[] {1, 2, 9},
          new long[] {3, 2, 3},
          new long[] {1},
          new long[] {0, 0},
          null,
          new long[] {1},
          1);

  private OnnxNumbers() {}

  /** Imports and computes. */
  public static void main(String[] arguments) {
    Nd4jFindings.print("executioner", () -> Nd4j.getExecutioner().getClass().getName());
    for (OnnxConv.Sample sample : OnnxConv.Sample.values()) {
      Nd4jFindings.print(sample.name(), () -> output(node(sample.conv()), sample.conv()));
    }
    OnnxConv valid = OnnxConv.Sample.VALID.conv();
    Nd4jFindings.print(
        "ConvTranspose", () -> output(node(valid).setOpType("ConvTranspose"), valid));
    Nd4jFindings.print("no attributes", () -> output(node(valid).clearAttribute(), valid));
    Nd4jFindings.print("1-D", () -> output(node(LINE), LINE));
    Nd4jFindings.print("passes", OnnxNumbers::passes);
  }

  /** Convolutions that conv4j has computed so far. */
  private static Object passes() throws ReflectiveOperationException {
    return Class.forName("org.conv4j.nd4j.DoorPasses").getMethod("computed").invoke(null);
  }

  private static String output(Onnx.NodeProto.Builder node, OnnxConv conv) throws Exception {
    INDArray x = Nd4j.createFromArray(conv.inputValues()).reshape(conv.input());
    INDArray y = imported(node, conv).outputSingle(Map.of("x", x), "y");
    return Arrays.toString(y.shape())
        + Arrays.toString(y.dup('c').reshape(y.length()).toFloatVector());
  }

  private static SameDiff imported(Onnx.NodeProto.Builder node, OnnxConv conv) throws Exception {
    Onnx.GraphProto graph =
        Onnx.GraphProto.newBuilder()
            .setName("one convolution")
            .addNode(node)
            .addInput(value("x", conv.input()))
            .addInitializer(constant("w", conv.weightValues(), conv.weights()))
            .addInitializer(constant("b", conv.biasValues(), conv.weights()[0]))
            .addOutput(value("y"))
            .build();
    Onnx.ModelProto model =
        Onnx.ModelProto.newBuilder()
            .setIrVersion(7)
            .addOpsetImport(Onnx.OperatorSetIdProto.newBuilder().setVersion(13))
            .setGraph(graph)
            .build();
    Path file = Files.createTempFile("conv4j", ".onnx");
    try {
      Files.write(file, model.toByteArray());
      Object importer = Class.forName(IMPORTER).getConstructor().newInstance();
      return (SameDiff)
          importer
              .getClass()
              .getMethod("runImport", String.class, Map.class, boolean.class)
              .invoke(importer, file.toString(), new HashMap<>(), false);
    } catch (InvocationTargetException refused) {
      throw (Exception) refused.getCause();
    } finally {
      Files.delete(file);
    }
  }

  private static Onnx.NodeProto.Builder node(OnnxConv conv) {
    Onnx.NodeProto.Builder node =
        Onnx.NodeProto.newBuilder()
            .setName("y")
            .setOpType("Conv")
            .addInput("x")
            .addInput("w")
            .addInput("b")
            .addOutput("y")
            .addAttribute(
                numbers(
                    "kernel_shape", Arrays.copyOfRange(conv.weights(), 2, conv.weights().length)))
            .addAttribute(numbers("strides", conv.strides()))
            .addAttribute(numbers("dilations", conv.dilations()))
            .addAttribute(
                attribute("group", Onnx.AttributeProto.AttributeType.INT).setI(conv.groups()));
    return conv.autoPad() == null
        ? node.addAttribute(numbers("pads", conv.pads()))
        : node.addAttribute(
            attribute("auto_pad", Onnx.AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(conv.autoPad())));
  }

  private static Onnx.AttributeProto.Builder numbers(String name, long... numbers) {
    Onnx.AttributeProto.Builder attribute = attribute(name, Onnx.AttributeProto.AttributeType.INTS);
    Arrays.stream(numbers).forEach(attribute::addInts);
    return attribute;
  }

  private static Onnx.AttributeProto.Builder attribute(
      String name, Onnx.AttributeProto.AttributeType type) {
    return Onnx.AttributeProto.newBuilder().setName(name).setType(type);
  }

  private static Onnx.TensorProto constant(String name, float[] values, long... shape) {
    Onnx.TensorProto.Builder tensor =
        Onnx.TensorProto.newBuilder().setName(name).setDataType(FLOAT);
    Arrays.stream(shape).forEach(tensor::addDims);
    for (float value : values) {
      tensor.addFloatData(value);
    }
    return tensor.build();
  }

  private static Onnx.ValueInfoProto value(String name, long... shape) {
    Onnx.TensorShapeProto.Builder sizes = Onnx.TensorShapeProto.newBuilder();
    Arrays.stream(shape)
        .forEach(
            size -> sizes.addDim(Onnx.TensorShapeProto.Dimension.newBuilder().setDimValue(size)));
    return Onnx.ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            Onnx.TypeProto.newBuilder()
                .setTensorType(
                    Onnx.TypeProto.Tensor.newBuilder().setElemType(FLOAT).setShape(sizes)))
        .build();
  }
}
