package org.conv4j.verify.framework.onednn;

import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.memory.format_tag;
import org.conv4j.ConvProblem;
import org.conv4j.Extent;
import org.conv4j.FilterLayout;
import org.conv4j.Sides;
import org.conv4j.TensorLayout;

/**
 * A problem in oneDNN's terms: axes N, C, H, W and (groups,) O, I, H, W, whatever the layout, which
 * is a matter of strides. A dilation of 0 is dense.
 */
record Geometry(ConvProblem problem) {

  /**
   * The sizes of an operand and the distances of its elements in memory.
   *
   * @param sizes in oneDNN's order of axes
   * @param strides in elements
   */
  record Shape(long[] sizes, long[] strides) {

    /** As the elements lie. */
    memory.desc plain() {
      return new memory.desc(sizes, data_type.f32, strides);
    }

    /** With the layout left to oneDNN. */
    memory.desc any() {
      return new memory.desc(sizes, data_type.f32, format_tag.any);
    }
  }

  Shape input() {
    return image(problem.inputChannels(), problem.inputSize());
  }

  Shape output() {
    return image(problem.outputChannels(), problem.outputSize());
  }

  Shape bias() {
    return new Shape(new long[] {problem.outputChannels()}, new long[] {1});
  }

  Shape filter() {
    long groups = problem.groups();
    long outputs = problem.outputChannels();
    long inputs = problem.inputChannels() / groups;
    long height = problem.kernel().height();
    long width = problem.kernel().width();
    FilterLayout layout = problem.filterLayout();
    long[] strides =
        switch (layout) {
          case OIHW -> new long[] {inputs * height * width, height * width, width, 1};
          case HWIO -> new long[] {1, outputs, width * inputs * outputs, inputs * outputs};
          case OHWI -> new long[] {inputs * height * width, 1, width * inputs, inputs};
        };
    if (groups == 1) {
      return new Shape(new long[] {outputs, inputs, height, width}, strides);
    }
    return new Shape(
        new long[] {groups, outputs / groups, inputs, height, width},
        new long[] {outputs / groups * strides[0], strides[0], strides[1], strides[2], strides[3]});
  }

  private Shape image(long channels, Extent size) {
    long height = size.height();
    long width = size.width();
    return new Shape(
        new long[] {problem.batch(), channels, height, width},
        problem.layout() == TensorLayout.NCHW
            ? new long[] {channels * height * width, height * width, width, 1}
            : new long[] {channels * height * width, 1, width * channels, channels});
  }

  long[] strides() {
    return new long[] {problem.stride().height(), problem.stride().width()};
  }

  long[] dilations() {
    return new long[] {problem.dilation().height() - 1, problem.dilation().width() - 1};
  }

  long[] paddingBefore() {
    Sides sides = problem.sides();
    return new long[] {sides.top(), sides.left()};
  }

  long[] paddingAfter() {
    Sides sides = problem.sides();
    return new long[] {sides.bottom(), sides.right()};
  }
}
