package org.conv4j.verify.framework.dl4j;

import org.conv4j.ConvProblem;
import org.conv4j.FilterLayout;
import org.conv4j.Tensor;
import org.conv4j.verify.framework.child.Axes;

/** How a layer of DL4J holds its filter. */
sealed interface FilterForm {

  /** The problem's filter as the layer wants it. */
  Tensor toLayer(Tensor filter, ConvProblem problem);

  /** The layer's filter gradient with the problem's axes; as it is, if it has no such shape. */
  Tensor fromLayer(Tensor gradient, ConvProblem problem);

  /** {@code ConvolutionLayer}: [output channels, input channels, kernel height, kernel width]. */
  record Dense() implements FilterForm {
    @Override
    public Tensor toLayer(Tensor filter, ConvProblem problem) {
      return Axes.filter(filter, problem.filterLayout(), FilterLayout.OIHW);
    }

    @Override
    public Tensor fromLayer(Tensor gradient, ConvProblem problem) {
      return gradient.rank() == 4
          ? Axes.filter(gradient, FilterLayout.OIHW, problem.filterLayout())
          : gradient;
    }
  }

  /**
   * {@code DepthwiseConvolution2D}: [kernel height, kernel width, input channels, multiplier]. The
   * last two together are our output channels, in the same order.
   */
  record Depthwise() implements FilterForm {
    @Override
    public Tensor toLayer(Tensor filter, ConvProblem problem) {
      Tensor rows = Axes.filter(filter, problem.filterLayout(), FilterLayout.HWIO);
      return Tensor.of(
          rows.values(),
          problem.kernel().height(),
          problem.kernel().width(),
          problem.inputChannels(),
          problem.outputChannelsPerGroup());
    }

    @Override
    public Tensor fromLayer(Tensor gradient, ConvProblem problem) {
      long[] shape = gradient.shape();
      if (shape.length != 4 || shape[2] * shape[3] != problem.outputChannels()) {
        return gradient;
      }
      Tensor rows = Tensor.of(gradient.values(), shape[0], shape[1], 1, shape[2] * shape[3]);
      return Axes.filter(rows, FilterLayout.HWIO, problem.filterLayout());
    }
  }
}
