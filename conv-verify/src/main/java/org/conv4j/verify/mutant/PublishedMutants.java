package org.conv4j.verify.mutant;

import static org.conv4j.verify.mutant.Wiring.wired;

import java.util.List;
import org.conv4j.ConvProblem;

/** Sixteen simple mistakes by which published test vectors are commonly rated: all of wiring. */
final class PublishedMutants {

  private PublishedMutants() {}

  static List<Mutant> all() {
    return List.of(
        new Mutant("flip_kernel", "The kernel is turned by 180 degrees.", wired(FlipKernel::new)),
        new Mutant(
            "transpose_kernel",
            "A square kernel's rows and columns change places.",
            wired(TransposeKernel::new)),
        new Mutant(
            "swap_io",
            "The filter's input and output channels change places where there are as many.",
            wired(SwapInputsAndOutputs::new)),
        new Mutant(
            "in_channels_reversed",
            "The filter's input channels run backwards.",
            wired(InputChannelsReversed::new)),
        new Mutant(
            "out_channels_reversed",
            "The filter's output channels run backwards.",
            wired(OutputChannelsReversed::new)),
        new Mutant(
            "drop_last_channel",
            "The last input channel of each group is left out.",
            wired(DropLastChannel::new)),
        new Mutant(
            "swap_stride", "Vertical and horizontal stride change places.", wired(SwapStride::new)),
        new Mutant("no_dilation", "The kernel is taken as dense.", wired(NoDilation::new)),
        new Mutant(
            "swap_dilation",
            "Vertical and horizontal dilation change places.",
            wired(SwapDilation::new)),
        new Mutant(
            "pad_begin_end_swapped",
            "Top and bottom, left and right padding change places.",
            wired(
                problem ->
                    new OtherPadding(problem, problem.sides().bottom(), problem.sides().right()))),
        new Mutant(
            "pad_hw_swapped",
            "Vertical and horizontal padding change places.",
            wired(
                problem ->
                    new OtherPadding(problem, problem.sides().left(), problem.sides().top()))),
        new Mutant(
            "no_pad",
            "Padding enlarges the output but is not read as zeros.",
            wired(problem -> new OtherPadding(problem, 0, 0))),
        new Mutant(
            "group_rotated", "Each group reads the next group's input.", wired(GroupRotated::new)),
        new Mutant(
            "group_interleaved",
            "Groups take input channels in turn instead of in blocks.",
            wired(GroupInterleaved::new)),
        new Mutant(
            "batch0_only", "Only the first image of a batch counts.", wired(FirstImageOnly::new)),
        new Mutant("no_bias", "The bias is ignored.", wired(NoBias::new)));
  }

  private static final class FlipKernel extends Wiring {
    FlipKernel(ConvProblem problem) {
      super(problem);
    }

    @Override
    int filterRow(int i, int j) {
      return (int) problem.kernel().height() - 1 - i;
    }

    @Override
    int filterColumn(int i, int j) {
      return (int) problem.kernel().width() - 1 - j;
    }
  }

  private static final class TransposeKernel extends Wiring {
    private final boolean square;

    TransposeKernel(ConvProblem problem) {
      super(problem);
      square = problem.kernel().height() == problem.kernel().width();
    }

    @Override
    int filterRow(int i, int j) {
      return square ? j : i;
    }

    @Override
    int filterColumn(int i, int j) {
      return square ? i : j;
    }
  }

  private static final class SwapInputsAndOutputs extends Wiring {
    private final boolean square;

    SwapInputsAndOutputs(ConvProblem problem) {
      super(problem);
      square = problem.outputChannels() == problem.inputChannelsPerGroup();
    }

    @Override
    int filterOutput(int k, int c) {
      return square ? c : k;
    }

    @Override
    int filterInput(int k, int c) {
      return square ? k : c;
    }
  }

  private static final class InputChannelsReversed extends Wiring {
    InputChannelsReversed(ConvProblem problem) {
      super(problem);
    }

    @Override
    int filterInput(int k, int c) {
      return inputsPerGroup - 1 - c;
    }
  }

  private static final class OutputChannelsReversed extends Wiring {
    OutputChannelsReversed(ConvProblem problem) {
      super(problem);
    }

    @Override
    int filterOutput(int k, int c) {
      return (int) problem.outputChannels() - 1 - k;
    }
  }

  private static final class DropLastChannel extends Wiring {
    DropLastChannel(ConvProblem problem) {
      super(problem);
    }

    @Override
    int filterInput(int k, int c) {
      return c == inputsPerGroup - 1 ? NONE : c;
    }
  }

  private static final class SwapStride extends Wiring {
    SwapStride(ConvProblem problem) {
      super(problem);
    }

    @Override
    int inputRow(int row, int i) {
      return (int) (row * stride.width() + i * dilation.height() - sides.top());
    }

    @Override
    int inputColumn(int column, int j) {
      return (int) (column * stride.height() + j * dilation.width() - sides.left());
    }
  }

  private static final class NoDilation extends Wiring {
    NoDilation(ConvProblem problem) {
      super(problem);
    }

    @Override
    int inputRow(int row, int i) {
      return (int) (row * stride.height() + i - sides.top());
    }

    @Override
    int inputColumn(int column, int j) {
      return (int) (column * stride.width() + j - sides.left());
    }
  }

  private static final class SwapDilation extends Wiring {
    SwapDilation(ConvProblem problem) {
      super(problem);
    }

    @Override
    int inputRow(int row, int i) {
      return (int) (row * stride.height() + i * dilation.width() - sides.top());
    }

    @Override
    int inputColumn(int column, int j) {
      return (int) (column * stride.width() + j * dilation.height() - sides.left());
    }
  }

  /** Another number of rows and columns before the image; the output keeps its size. */
  private static final class OtherPadding extends Wiring {
    private final long top;
    private final long left;

    OtherPadding(ConvProblem problem, long top, long left) {
      super(problem);
      this.top = top;
      this.left = left;
    }

    @Override
    int inputRow(int row, int i) {
      return (int) (row * stride.height() + i * dilation.height() - top);
    }

    @Override
    int inputColumn(int column, int j) {
      return (int) (column * stride.width() + j * dilation.width() - left);
    }
  }

  private static final class GroupRotated extends Wiring {
    GroupRotated(ConvProblem problem) {
      super(problem);
    }

    @Override
    int inputChannel(int k, int c) {
      return (k / outputsPerGroup + 1) % groups * inputsPerGroup + c;
    }
  }

  private static final class GroupInterleaved extends Wiring {
    GroupInterleaved(ConvProblem problem) {
      super(problem);
    }

    @Override
    int inputChannel(int k, int c) {
      return c * groups + k / outputsPerGroup;
    }
  }

  private static final class FirstImageOnly extends Wiring {
    FirstImageOnly(ConvProblem problem) {
      super(problem);
    }

    @Override
    int inputImage(int n) {
      return n == 0 ? 0 : NONE;
    }
  }

  private static final class NoBias extends Wiring {
    NoBias(ConvProblem problem) {
      super(problem);
    }

    @Override
    int bias() {
      return 0;
    }
  }
}
