package org.conv4j.verify.framework.onednn;

import java.util.EnumMap;
import java.util.Map;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;
import org.conv4j.check.Operands;
import org.conv4j.verify.framework.child.Elements;

/** Makes oneDNN's primitives of one problem, on memory that holds its operands and results. */
final class Primitives {

  private final engine engine;
  private final stream stream;
  private final ConvProblem problem;
  private final Geometry geometry;
  private final memory input;
  private final memory filter;
  private final memory bias;
  private final memory outputGradient;
  private final Map<ConvDirection, memory> results = new EnumMap<>(ConvDirection.class);

  Primitives(ConvProblem problem, Operands operands, engine engine, stream stream) {
    this.problem = problem;
    this.engine = engine;
    this.stream = stream;
    geometry = new Geometry(problem);
    input = filled(geometry.input(), operands.input());
    filter = filled(geometry.filter(), operands.filter());
    bias = problem.bias() ? filled(geometry.bias(), operands.bias()) : null;
    outputGradient = filled(geometry.output(), operands.outputGradient());
  }

  Primitive forward() {
    convolution_forward.primitive_desc chosen = forwardDescription();
    Primitive primitive =
        new Primitive(
                engine, stream, new convolution_forward(chosen), chosen.impl_info_str().getString())
            .reads(dnnl.DNNL_ARG_SRC, input, chosen.src_desc())
            .reads(dnnl.DNNL_ARG_WEIGHTS, filter, chosen.weights_desc())
            .writes(dnnl.DNNL_ARG_DST, result(ConvDirection.FORWARD), chosen.dst_desc());
    return bias == null ? primitive : primitive.reads(dnnl.DNNL_ARG_BIAS, bias, chosen.bias_desc());
  }

  private convolution_forward.primitive_desc forwardDescription() {
    return problem.bias()
        ? new convolution_forward.primitive_desc(
            engine,
            prop_kind.forward_training,
            algorithm.convolution_direct,
            geometry.input().any(),
            geometry.filter().any(),
            geometry.bias().plain(),
            geometry.output().any(),
            geometry.strides(),
            geometry.dilations(),
            geometry.paddingBefore(),
            geometry.paddingAfter())
        : new convolution_forward.primitive_desc(
            engine,
            prop_kind.forward_training,
            algorithm.convolution_direct,
            geometry.input().any(),
            geometry.filter().any(),
            geometry.output().any(),
            geometry.strides(),
            geometry.dilations(),
            geometry.paddingBefore(),
            geometry.paddingAfter());
  }

  Primitive inputGradient() {
    convolution_backward_data.primitive_desc chosen =
        new convolution_backward_data.primitive_desc(
            engine,
            algorithm.convolution_direct,
            geometry.input().any(),
            geometry.filter().any(),
            geometry.output().any(),
            geometry.strides(),
            geometry.dilations(),
            geometry.paddingBefore(),
            geometry.paddingAfter(),
            forwardDescription());
    return new Primitive(
            engine,
            stream,
            new convolution_backward_data(chosen),
            chosen.impl_info_str().getString())
        .reads(dnnl.DNNL_ARG_DIFF_DST, outputGradient, chosen.diff_dst_desc())
        .reads(dnnl.DNNL_ARG_WEIGHTS, filter, chosen.weights_desc())
        .writes(
            dnnl.DNNL_ARG_DIFF_SRC, result(ConvDirection.INPUT_GRADIENT), chosen.diff_src_desc());
  }

  /** The filter gradient alone. */
  Primitive filterGradient() {
    return filterGradient(
        new convolution_backward_weights.primitive_desc(
            engine,
            algorithm.convolution_direct,
            geometry.input().any(),
            geometry.filter().any(),
            geometry.output().any(),
            geometry.strides(),
            geometry.dilations(),
            geometry.paddingBefore(),
            geometry.paddingAfter(),
            forwardDescription()));
  }

  /** The filter gradient and, where the problem has a bias, its gradient. */
  Primitive parameterGradients() {
    if (!problem.bias()) {
      return filterGradient();
    }
    convolution_backward_weights.primitive_desc chosen =
        new convolution_backward_weights.primitive_desc(
            engine,
            algorithm.convolution_direct,
            geometry.input().any(),
            geometry.filter().any(),
            geometry.bias().plain(),
            geometry.output().any(),
            geometry.strides(),
            geometry.dilations(),
            geometry.paddingBefore(),
            geometry.paddingAfter(),
            forwardDescription());
    return filterGradient(chosen)
        .writes(
            dnnl.DNNL_ARG_DIFF_BIAS, result(ConvDirection.BIAS_GRADIENT), chosen.diff_bias_desc());
  }

  private Primitive filterGradient(convolution_backward_weights.primitive_desc chosen) {
    return new Primitive(
            engine,
            stream,
            new convolution_backward_weights(chosen),
            chosen.impl_info_str().getString())
        .reads(dnnl.DNNL_ARG_SRC, input, chosen.src_desc())
        .reads(dnnl.DNNL_ARG_DIFF_DST, outputGradient, chosen.diff_dst_desc())
        .writes(
            dnnl.DNNL_ARG_DIFF_WEIGHTS,
            result(ConvDirection.FILTER_GRADIENT),
            chosen.diff_weights_desc());
  }

  /** What the last run of a primitive with that result wrote. */
  Tensor read(ConvDirection direction) {
    return read(result(direction), shape(direction));
  }

  /** The operands as they lie in their memory. */
  Operands operands() {
    return new Operands(
        read(input, problem.inputShape()),
        read(filter, problem.filterShape()),
        bias == null ? null : read(bias, problem.biasShape()),
        read(outputGradient, problem.outputShape()));
  }

  private static Tensor read(memory memory, long[] shape) {
    Tensor tensor = Tensor.zeros(shape);
    float[] values = new float[tensor.size()];
    if (values.length > 0) {
      new FloatPointer(memory.get_data_handle()).get(values);
    }
    return Tensor.of(Elements.doubles(values), shape);
  }

  private memory result(ConvDirection direction) {
    return results.computeIfAbsent(
        direction,
        which ->
            new memory(
                switch (which) {
                  case FORWARD -> geometry.output().plain();
                  case INPUT_GRADIENT -> geometry.input().plain();
                  case FILTER_GRADIENT -> geometry.filter().plain();
                  case BIAS_GRADIENT -> geometry.bias().plain();
                },
                engine));
  }

  private long[] shape(ConvDirection direction) {
    return switch (direction) {
      case FORWARD -> problem.outputShape();
      case INPUT_GRADIENT -> problem.inputShape();
      case FILTER_GRADIENT -> problem.filterShape();
      case BIAS_GRADIENT -> problem.biasShape();
    };
  }

  private memory filled(Geometry.Shape shape, Tensor tensor) {
    memory memory = new memory(shape.plain(), engine);
    if (tensor.size() > 0) {
      new FloatPointer(memory.get_data_handle()).put(Elements.floats(tensor.values()));
    }
    return memory;
  }
}
