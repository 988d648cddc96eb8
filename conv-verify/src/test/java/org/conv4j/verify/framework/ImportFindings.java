package org.conv4j.verify.framework;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.protobuf.ByteString;
import org.tensorflow.framework.AttrValue;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.GraphDef;
import org.tensorflow.framework.NodeDef;
import org.tensorflow.framework.TensorProto;
import org.tensorflow.framework.TensorShapeProto;

/** Imports TensorFlow graphs of one {@code Conv2D}; prints as {@link Nd4jFindings} does. */
public final class ImportFindings {

  private static final String IMPORTER =
      "org.nd4j.samediff.frameworkimport.tensorflow.importer.TensorflowFrameworkImporter";

  private ImportFindings() {}

  /** Imports, computes and differentiates. */
  public static void main(String[] arguments) {
    Nd4jFindings.print("VALID", () -> Arrays.toString(outputShape("VALID")));
    Nd4jFindings.print("SAME", () -> Arrays.toString(outputShape("SAME")));
    Nd4jFindings.print(
        "EXPLICIT", () -> Arrays.toString(outputShape("EXPLICIT", 0, 0, 1, 1, 1, 1, 0, 0)));
    Nd4jFindings.print("gradient", ImportFindings::gradientShape);
  }

  private static long[] outputShape(String padding, long... explicit) throws Exception {
    return imported(padding, explicit)
        .outputSingle(Map.of("x", Nd4j.ones(1, 4, 4, 1)), "y")
        .shape();
  }

  private static String gradientShape() throws Exception {
    SameDiff graph = imported("SAME");
    graph.convertConstantsToVariables();
    SDVariable y = graph.getVariable("y");
    y.mul(y).sum("loss");
    graph.setLossVariables("loss");
    return Arrays.toString(
        graph.calculateGradients(Map.of("x", Nd4j.ones(1, 4, 4, 1)), "w").get("w").shape());
  }

  /** An image of 4 x 4, a kernel of 3 x 3. */
  static SameDiff imported(String padding, long... explicit) throws Exception {
    TensorProto.Builder weights =
        TensorProto.newBuilder().setDtype(DataType.DT_FLOAT).setTensorShape(shape(3, 3, 1, 1));
    for (int i = 0; i < 9; i++) {
      weights.addFloatVal(i);
    }
    GraphDef graph =
        GraphDef.newBuilder()
            .addNode(
                NodeDef.newBuilder()
                    .setName("x")
                    .setOp("Placeholder")
                    .putAttr("dtype", floats())
                    .putAttr("shape", AttrValue.newBuilder().setShape(shape(1, 4, 4, 1)).build()))
            .addNode(
                NodeDef.newBuilder()
                    .setName("w")
                    .setOp("Const")
                    .putAttr("dtype", floats())
                    .putAttr("value", AttrValue.newBuilder().setTensor(weights).build()))
            .addNode(
                NodeDef.newBuilder()
                    .setName("y")
                    .setOp("Conv2D")
                    .addInput("x")
                    .addInput("w")
                    .putAttr("T", floats())
                    .putAttr("strides", numbers(1, 1, 1, 1))
                    .putAttr("dilations", numbers(1, 1, 1, 1))
                    .putAttr("padding", text(padding))
                    .putAttr("explicit_paddings", numbers(explicit))
                    .putAttr("data_format", text("NHWC"))
                    .putAttr("use_cudnn_on_gpu", AttrValue.newBuilder().setB(true).build()))
            .build();
    Object importer = Class.forName(IMPORTER).getConstructor().newInstance();
    return (SameDiff)
        importer
            .getClass()
            .getMethod("importFromGraph", GraphDef.class, Map.class)
            .invoke(importer, graph, new HashMap<>());
  }

  private static AttrValue floats() {
    return AttrValue.newBuilder().setType(DataType.DT_FLOAT).build();
  }

  private static AttrValue text(String text) {
    return AttrValue.newBuilder().setS(ByteString.copyFromUtf8(text)).build();
  }

  private static AttrValue numbers(long... numbers) {
    AttrValue.ListValue.Builder list = AttrValue.ListValue.newBuilder();
    Arrays.stream(numbers).forEach(list::addI);
    return AttrValue.newBuilder().setList(list).build();
  }

  private static TensorShapeProto shape(long... sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : sizes) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    return shape.build();
  }
}
