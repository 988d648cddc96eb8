package org.conv4j.verify.framework.pytorch;

import ai.djl.ndarray.NDArray;
import org.conv4j.ConvProblem;
import org.conv4j.FilterLayout;
import org.conv4j.TensorLayout;

/** Views of a problem's arrays with PyTorch's order of axes, and back; no element moves. */
record PyTorchAxes(ConvProblem problem) {

  NDArray toNchw(NDArray image) {
    return isNchw() ? image : image.transpose(0, 3, 1, 2);
  }

  NDArray fromNchw(NDArray image) {
    return isNchw() ? image : image.transpose(0, 2, 3, 1);
  }

  NDArray toOihw(NDArray filter) {
    return filter(filter, problem.filterLayout(), FilterLayout.OIHW);
  }

  NDArray fromOihw(NDArray filter) {
    return filter(filter, FilterLayout.OIHW, problem.filterLayout());
  }

  private boolean isNchw() {
    return problem.layout() == TensorLayout.NCHW;
  }

  private static NDArray filter(NDArray array, FilterLayout from, FilterLayout to) {
    return from == to
        ? array
        : array.transpose(to.name().chars().map(axis -> from.name().indexOf(axis)).toArray());
  }
}
