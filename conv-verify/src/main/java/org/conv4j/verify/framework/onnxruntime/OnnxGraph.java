package org.conv4j.verify.framework.onnxruntime;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.conv4j.ElementType;

/**
 * Writes a model of the ONNX format, whose messages and field numbers are those of its {@code
 * onnx.proto3}: a list of nodes, each an operator that makes named tensors from named tensors.
 * Shapes are fixed.
 */
final class OnnxGraph {

  /** A version of the format, and of its operators, that ONNX Runtime 1.12 and newer reads. */
  private static final int FORMAT = 8;

  private static final int OPERATORS = 17;

  private static final int ATTRIBUTE_IS_INTEGER = 2;
  private static final int ATTRIBUTE_IS_INTEGERS = 7;
  private static final int FLOAT = 1;
  private static final int INT64 = 7;
  private static final int DOUBLE = 11;

  private final OnnxMessage graph = new OnnxMessage().text(2, "convolution");
  private final int elementType;
  private int nodes;

  /** An empty graph whose tensors, but those of shapes and axes, hold {@code type}. */
  OnnxGraph(ElementType type) {
    elementType = type == ElementType.FLOAT32 ? FLOAT : DOUBLE;
  }

  /** Declares a tensor that the caller supplies; returns its name. */
  String input(String name, long... shape) {
    graph.message(11, value(name, shape));
    return name;
  }

  /** Declares a tensor that the caller gets. */
  void output(String name, long... shape) {
    graph.message(12, value(name, shape));
  }

  /** Adds a constant list of integers; returns its name. */
  String constant(String name, long... values) {
    OnnxMessage tensor = new OnnxMessage().integer(1, values.length).integer(2, INT64);
    for (long value : values) {
      tensor.integer(7, value);
    }
    graph.message(5, tensor.text(8, name));
    return name;
  }

  /**
   * Adds a node.
   *
   * @param operator its name in ONNX
   * @param inputs names of its inputs
   * @param attributes by name
   * @param output name of its only output
   * @return {@code output}
   */
  String node(
      String operator, List<String> inputs, Map<String, Attribute> attributes, String output) {
    OnnxMessage node = new OnnxMessage();
    inputs.forEach(input -> node.text(1, input));
    node.text(2, output).text(3, "node" + nodes++).text(4, operator);
    new TreeMap<>(attributes)
        .forEach((name, attribute) -> node.message(5, attribute.message(name)));
    graph.message(1, node);
    return output;
  }

  /** The model. */
  byte[] model() {
    return new OnnxMessage()
        .integer(1, FORMAT)
        .text(2, "conv4j")
        .message(7, graph)
        .message(8, new OnnxMessage().text(1, "").integer(2, OPERATORS))
        .encoded();
  }

  private OnnxMessage value(String name, long... shape) {
    OnnxMessage axes = new OnnxMessage();
    for (long size : shape) {
      axes.message(1, new OnnxMessage().integer(1, size));
    }
    OnnxMessage tensor = new OnnxMessage().integer(1, elementType).message(2, axes);
    return new OnnxMessage().text(1, name).message(2, new OnnxMessage().message(1, tensor));
  }

  /** What a node's attribute holds. */
  sealed interface Attribute {

    /** The attribute's message. */
    OnnxMessage message(String name);

    /** A number. */
    static Attribute of(long value) {
      return new Number(value);
    }

    /** A list of numbers. */
    static Attribute list(long... values) {
      return new Numbers(values);
    }
  }

  /**
   * A number.
   *
   * @param value the number
   */
  record Number(long value) implements Attribute {
    @Override
    public OnnxMessage message(String name) {
      return new OnnxMessage().text(1, name).integer(3, value).integer(20, ATTRIBUTE_IS_INTEGER);
    }
  }

  /**
   * A list of numbers.
   *
   * @param values the numbers
   */
  record Numbers(long... values) implements Attribute {
    @Override
    public OnnxMessage message(String name) {
      OnnxMessage message = new OnnxMessage().text(1, name);
      for (long value : values) {
        message.integer(8, value);
      }
      return message.integer(20, ATTRIBUTE_IS_INTEGERS);
    }
  }
}
