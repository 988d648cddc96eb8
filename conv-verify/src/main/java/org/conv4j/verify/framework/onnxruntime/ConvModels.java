package org.conv4j.verify.framework.onnxruntime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Extent;
import org.conv4j.FilterLayout;
import org.conv4j.Sides;
import org.conv4j.TensorLayout;
import org.conv4j.verify.framework.onnxruntime.OnnxGraph.Attribute;

/**
 * Models for the directions of a problem. Their tensors are {@value #INPUT}, {@value #FILTER}
 * (OIHW, the only order that ONNX knows), {@value #BIAS} and {@value #OUTPUT_GRADIENT}, whichever
 * are needed, and {@value #RESULT}; images are in the problem's layout, and transposed in the model
 * where that is not NCHW, as converters of TensorFlow's models do.
 */
final class ConvModels {

  static final String INPUT = "input";
  static final String FILTER = "filter";
  static final String BIAS = "bias";
  static final String OUTPUT_GRADIENT = "output_gradient";
  static final String RESULT = "result";

  private final ConvProblem problem;
  private final OnnxGraph graph;

  private ConvModels(ConvProblem problem) {
    this.problem = problem;
    graph = new OnnxGraph(problem.elementType());
  }

  /** The model that computes {@code direction} of {@code problem}. */
  static byte[] of(ConvProblem problem, ConvDirection direction) {
    ConvModels models = new ConvModels(problem);
    switch (direction) {
      case FORWARD -> models.forward();
      case INPUT_GRADIENT -> models.inputGradient();
      case FILTER_GRADIENT -> models.filterGradient();
      case BIAS_GRADIENT -> models.biasGradient();
    }
    return models.graph.model();
  }

  private void forward() {
    List<String> operands =
        new ArrayList<>(
            List.of(nchw(graph.input(INPUT, problem.inputShape())), graph.input(FILTER, oihw())));
    if (problem.bias()) {
      operands.add(graph.input(BIAS, problem.outputChannels()));
    }
    image("Conv", operands, convolution(problem), problem.outputShape());
  }

  /** A convolution backwards; what the windows do not reach at the end is an output padding. */
  private void inputGradient() {
    List<String> operands =
        List.of(
            nchw(graph.input(OUTPUT_GRADIENT, problem.outputShape())), graph.input(FILTER, oihw()));
    Map<String, Attribute> attributes = convolution(problem);
    Extent reached = reached();
    Extent size = problem.inputSize();
    Sides sides = problem.sides();
    attributes.put(
        "output_padding",
        Attribute.list(
            size.height() + sides.top() + sides.bottom() - reached.height(),
            size.width() + sides.left() + sides.right() - reached.width()));
    image("ConvTranspose", operands, attributes, problem.inputShape());
  }

  /** Rows and columns of the padded image up to the end of the last window. */
  private Extent reached() {
    Extent output = problem.outputSize();
    Extent kernel = problem.kernel();
    return new Extent(
        (output.height() - 1) * problem.stride().height()
            + (kernel.height() - 1) * problem.dilation().height()
            + 1,
        (output.width() - 1) * problem.stride().width()
            + (kernel.width() - 1) * problem.dilation().width()
            + 1);
  }

  private void filterGradient() {
    ConvProblem exchanged = ExchangeIdentity.exchange(problem);
    String images = imagesAsChannels(nchw(graph.input(INPUT, problem.inputShape())));
    String kernel =
        transpose(nchw(graph.input(OUTPUT_GRADIENT, problem.outputShape())), "kernel", 1, 0, 2, 3);
    String gradient =
        graph.node("Conv", List.of(images, kernel), convolution(exchanged), "exchanged");
    if (!exchanged.outputSize().equals(problem.kernel())) {
      gradient =
          graph.node(
              "Slice",
              List.of(
                  gradient,
                  graph.constant("from", 0, 0),
                  graph.constant("to", problem.kernel().height(), problem.kernel().width()),
                  graph.constant("axes", 2, 3)),
              Map.of(),
              "cut");
    }
    transpose(gradient, RESULT, 1, 0, 2, 3);
    graph.output(RESULT, oihw());
  }

  /** [N, C, H, W] as [C / groups, groups * N, H, W]. */
  private String imagesAsChannels(String image) {
    if (problem.groups() == 1) {
      return transpose(image, "images", 1, 0, 2, 3);
    }
    Extent size = problem.inputSize();
    long channels = problem.inputChannelsPerGroup();
    long groups = problem.groups();
    String split =
        reshape(image, "split", problem.batch(), groups, channels, size.height(), size.width());
    String turned = transpose(split, "turned", 2, 1, 0, 3, 4);
    return reshape(
        turned, "images", channels, groups * problem.batch(), size.height(), size.width());
  }

  private void biasGradient() {
    String gradient = graph.input(OUTPUT_GRADIENT, problem.outputShape());
    String axes = isNchw() ? graph.constant("axes", 0, 2, 3) : graph.constant("axes", 0, 1, 2);
    graph.node("ReduceSum", List.of(gradient, axes), Map.of("keepdims", Attribute.of(0)), RESULT);
    graph.output(RESULT, problem.outputChannels());
  }

  /** Adds a node that makes an image, and turns it into the problem's layout as the result. */
  private void image(
      String operator, List<String> operands, Map<String, Attribute> attributes, long[] shape) {
    String image = graph.node(operator, operands, attributes, isNchw() ? RESULT : "image");
    if (!isNchw()) {
      transpose(image, RESULT, 0, 2, 3, 1);
    }
    graph.output(RESULT, shape);
  }

  private static Map<String, Attribute> convolution(ConvProblem problem) {
    Sides sides = problem.sides();
    Map<String, Attribute> attributes = new HashMap<>();
    attributes.put(
        "kernel_shape", Attribute.list(problem.kernel().height(), problem.kernel().width()));
    attributes.put("strides", Attribute.list(problem.stride().height(), problem.stride().width()));
    attributes.put(
        "dilations", Attribute.list(problem.dilation().height(), problem.dilation().width()));
    attributes.put(
        "pads", Attribute.list(sides.top(), sides.left(), sides.bottom(), sides.right()));
    attributes.put("group", Attribute.of(problem.groups()));
    return attributes;
  }

  private boolean isNchw() {
    return problem.layout() == TensorLayout.NCHW;
  }

  private String nchw(String image) {
    return isNchw() ? image : transpose(image, image + "_nchw", 0, 3, 1, 2);
  }

  private long[] oihw() {
    return FilterLayout.OIHW.shape(
        problem.outputChannels(), problem.inputChannelsPerGroup(), problem.kernel());
  }

  private String transpose(String tensor, String name, long... order) {
    return graph.node("Transpose", List.of(tensor), Map.of("perm", Attribute.list(order)), name);
  }

  private String reshape(String tensor, String name, long... shape) {
    return graph.node(
        "Reshape",
        List.of(tensor, graph.constant(name + "_shape", shape)),
        Map.of("allowzero", Attribute.of(1)),
        name);
  }
}
