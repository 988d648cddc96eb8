package org.conv4j.verify.run;

import java.util.Optional;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;
import org.conv4j.reference.MirroredReference;
import org.conv4j.verify.report.NamedPicture;

/**
 * Shows where the padding of the output gradient is, when the input gradient is computed as a
 * convolution with the mirrored filter: a rectangle of data in a frame of zeros.
 */
final class PaddedGradientPicture {

  private PaddedGradientPicture() {}

  /** The first channel of the first image; empty where that is empty or too large to show. */
  static Optional<NamedPicture> of(PreparedCase prepared) {
    ConvProblem problem = prepared.problem();
    Tensor padded =
        new MirroredReference(problem).paddedGradient(prepared.judge().operands().outputGradient());
    long[] shape = problem.layout().toNchw(padded.shape());
    long[] strides = problem.layout().toNchw(padded.strides());
    long largest = Math.max(shape[2], shape[3]);
    if (padded.size() == 0 || largest > NamedPicture.LARGEST) {
      return Optional.empty();
    }
    Tensor plane = Tensor.zeros(shape[2], shape[3]);
    for (long row = 0; row < shape[2]; row++) {
      for (long column = 0; column < shape[3]; column++) {
        int offset = Math.toIntExact(row * strides[2] + column * strides[3]);
        plane.set(padded.values()[offset], row, column);
      }
    }
    return Optional.of(
        NamedPicture.of(
            "Padded output gradient of " + prepared.record().notation(),
            ("Batch 0, channel 0. The input gradient is a convolution of this picture with the"
                    + " filter mirrored along both axes: %d rows and %d columns of zeros frame the"
                    + " gradient on each side, so that every input element meets every tap.")
                .formatted(
                    problem.kernel().height() - 1 - problem.sides().top(),
                    problem.kernel().width() - 1 - problem.sides().left()),
            plane));
  }
}
