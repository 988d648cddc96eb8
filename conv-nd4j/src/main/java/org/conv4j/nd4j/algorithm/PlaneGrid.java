package org.conv4j.nd4j.algorithm;

import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.Extent;
import org.conv4j.Sides;
import org.conv4j.TensorLayout;
import org.conv4j.nd4j.workspace.ElementMemory;

/**
 * Planar images, of each plane of which a grid of pixels takes part in a 1x1 convolution without
 * padding.
 *
 * @param channels of an image
 * @param size of a plane
 * @param step from one pixel of the grid to the next
 * @param grid size of the grid
 */
record PlaneGrid(long channels, Extent size, Extent step, Extent grid) {

  /** Whether {@code problem} is of this kind, of float32, and of one group. */
  static boolean suits(ConvProblem problem) {
    return problem.layout() == TensorLayout.NCHW
        && problem.elementType() == ElementType.FLOAT32
        && problem.kernel().equals(Extent.square(1))
        && problem.sides().equals(Sides.NONE)
        && problem.groups() == 1;
  }

  /** The input of {@code problem}. */
  static PlaneGrid input(ConvProblem problem) {
    return new PlaneGrid(
        problem.inputChannels(), problem.inputSize(), problem.stride(), problem.outputSize());
  }

  /** Its output. */
  static PlaneGrid output(ConvProblem problem) {
    return new PlaneGrid(
        problem.outputChannels(), problem.outputSize(), Extent.square(1), problem.outputSize());
  }

  /** Pixels of the grid. */
  long positions() {
    return grid.height() * grid.width();
  }

  /** Whether every pixel of a plane takes part. */
  boolean whole() {
    return step.equals(Extent.square(1));
  }

  /** Index of the first element of a plane. */
  long index(long image, long channel) {
    return (image * channels + channel) * size.height() * size.width();
  }

  /** Elements from one row of the grid to the next. */
  long rowPitch() {
    return step.height() * size.width();
  }

  /** Elements of a row of the grid, those between its pixels included. */
  long rowElements() {
    return (grid.width() - 1) * step.width() + 1;
  }

  /** Copies some channels by pixels of {@code images}, one after the other. */
  void gather(
      ElementMemory from,
      long firstImage,
      long images,
      long firstChannel,
      long count,
      ElementMemory to) {
    for (long c = 0; c < count; c++) {
      for (long i = 0; i < images; i++) {
        long plane = index(firstImage + i, firstChannel + c);
        long at = (c * images + i) * positions();
        if (whole()) {
          from.copy(plane, positions(), to, at);
        } else {
          from.copyRows(
              plane, step.width(), rowPitch(), grid.width(), grid.height(), to, at, grid.width());
        }
      }
    }
  }

  /** The reverse; zeros between the pixels of the grid. */
  void scatter(
      ElementMemory from,
      long firstImage,
      long images,
      long firstChannel,
      long count,
      ElementMemory to) {
    for (long c = 0; c < count; c++) {
      for (long i = 0; i < images; i++) {
        long plane = index(firstImage + i, firstChannel + c);
        long at = (c * images + i) * positions();
        if (whole()) {
          from.copy(at, positions(), to, plane);
        } else {
          from.spreadRows(
              at,
              grid.width(),
              grid.height(),
              to,
              plane,
              step.width(),
              rowPitch(),
              size.height() * size.width());
        }
      }
    }
  }
}
