package org.conv4j.verify.mutant;

import static org.conv4j.verify.mutant.Wiring.wired;

import java.util.List;
import org.conv4j.ConvProblem;
import org.conv4j.FilterLayout;
import org.conv4j.Padding;
import org.conv4j.TensorLayout;

/** Mistakes of wiring that show in corners only: the plain cases are right. */
final class CornerMutants {

  private static final int BLOCK = 16;

  private CornerMutants() {}

  static List<Mutant> all() {
    return List.of(
        new Mutant(
            "no_dilation_with_stride",
            "The kernel is taken as dense where there is a stride too.",
            wired(NoDilationWithStride::new)),
        new Mutant(
            "square_assumed",
            "Stride, dilation and padding of the rows are used for the columns, too.",
            wired(SquareAssumed::new)),
        new Mutant(
            "edge_replicated",
            "Padding repeats the outermost elements instead of being zero.",
            wired(EdgeReplicated::new)),
        new Mutant(
            "same_extra_first",
            "SAME puts the odd row and column at the top and left.",
            wired(SameExtraFirst::new)),
        new Mutant(
            "padding_halved",
            "Padding is never more than half a kernel.",
            wired(PaddingOfHalfAKernel::new)),
        new Mutant(
            "stride_within_kernel",
            "The stride is never larger than the kernel.",
            wired(StrideWithinKernel::new)),
        new Mutant(
            "layout_ignored",
            "The input is read as NCHW whatever its layout.",
            wired(LayoutIgnored::new)),
        new Mutant(
            "filter_layout_ignored",
            "The filter is read as OIHW whatever its layout.",
            wired(FilterLayoutIgnored::new)),
        new Mutant(
            "channel_tail_dropped",
            "Input channels after the last full block of 16 are left out.",
            wired(ChannelTailDropped::new)),
        new Mutant(
            "multiplier_order_swapped",
            "Output channels belong to groups in turn instead of in blocks.",
            wired(MultiplierOrderSwapped::new)),
        new Mutant(
            "last_group_dropped", "The last of several groups is left out.", wired(LastGroup::new)),
        new Mutant(
            "first_image_for_all",
            "Every image of a batch is computed from the first one.",
            wired(FirstImageForAll::new)),
        new Mutant("bias_twice", "The bias is added twice.", wired(BiasTwice::new)));
  }

  private static final class NoDilationWithStride extends Wiring {
    NoDilationWithStride(ConvProblem problem) {
      super(problem);
    }

    @Override
    int inputRow(int row, int i) {
      long step = stride.height() > 1 ? 1 : dilation.height();
      return (int) (row * stride.height() + i * step - sides.top());
    }

    @Override
    int inputColumn(int column, int j) {
      long step = stride.width() > 1 ? 1 : dilation.width();
      return (int) (column * stride.width() + j * step - sides.left());
    }
  }

  private static final class SquareAssumed extends Wiring {
    SquareAssumed(ConvProblem problem) {
      super(problem);
    }

    @Override
    int inputColumn(int column, int j) {
      return inputRow(column, j);
    }
  }

  private static final class EdgeReplicated extends Wiring {
    EdgeReplicated(ConvProblem problem) {
      super(problem);
    }

    @Override
    int inputRow(int row, int i) {
      return clamped(super.inputRow(row, i), problem.inputSize().height());
    }

    @Override
    int inputColumn(int column, int j) {
      return clamped(super.inputColumn(column, j), problem.inputSize().width());
    }

    private static int clamped(int at, long size) {
      return size == 0 ? NONE : (int) Math.max(0, Math.min(size - 1, at));
    }
  }

  /** Rows and columns are read further up and left than they should be. */
  private abstract static class Shifted extends Wiring {
    private final long up;
    private final long left;

    Shifted(ConvProblem problem, long up, long left) {
      super(problem);
      this.up = up;
      this.left = left;
    }

    @Override
    final int inputRow(int row, int i) {
      return (int) (super.inputRow(row, i) - up);
    }

    @Override
    final int inputColumn(int column, int j) {
      return (int) (super.inputColumn(column, j) - left);
    }
  }

  private static final class SameExtraFirst extends Shifted {
    SameExtraFirst(ConvProblem problem) {
      super(
          problem,
          problem.padding() == Padding.Same.UPPER
              ? problem.sides().bottom() - problem.sides().top()
              : 0,
          problem.padding() == Padding.Same.UPPER
              ? problem.sides().right() - problem.sides().left()
              : 0);
    }
  }

  private static final class PaddingOfHalfAKernel extends Shifted {
    PaddingOfHalfAKernel(ConvProblem problem) {
      super(
          problem,
          Math.min(0, problem.kernel().height() / 2 - problem.sides().top()),
          Math.min(0, problem.kernel().width() / 2 - problem.sides().left()));
    }
  }

  private static final class StrideWithinKernel extends Wiring {
    StrideWithinKernel(ConvProblem problem) {
      super(problem);
    }

    @Override
    int inputRow(int row, int i) {
      long step = Math.min(stride.height(), problem.kernel().height());
      return (int) (row * step + i * dilation.height() - sides.top());
    }

    @Override
    int inputColumn(int column, int j) {
      long step = Math.min(stride.width(), problem.kernel().width());
      return (int) (column * step + j * dilation.width() - sides.left());
    }
  }

  private static final class LayoutIgnored extends Wiring {
    LayoutIgnored(ConvProblem problem) {
      super(problem);
    }

    @Override
    TensorLayout inputLayout() {
      return TensorLayout.NCHW;
    }
  }

  private static final class FilterLayoutIgnored extends Wiring {
    FilterLayoutIgnored(ConvProblem problem) {
      super(problem);
    }

    @Override
    FilterLayout filterLayout() {
      return FilterLayout.OIHW;
    }
  }

  private static final class ChannelTailDropped extends Wiring {
    ChannelTailDropped(ConvProblem problem) {
      super(problem);
    }

    @Override
    int filterInput(int k, int c) {
      return inputsPerGroup > BLOCK && c >= inputsPerGroup / BLOCK * BLOCK ? NONE : c;
    }
  }

  private static final class MultiplierOrderSwapped extends Wiring {
    MultiplierOrderSwapped(ConvProblem problem) {
      super(problem);
    }

    @Override
    int inputChannel(int k, int c) {
      return k % groups * inputsPerGroup + c;
    }
  }

  private static final class LastGroup extends Wiring {
    LastGroup(ConvProblem problem) {
      super(problem);
    }

    @Override
    int filterInput(int k, int c) {
      return groups > 1 && k / outputsPerGroup == groups - 1 ? NONE : c;
    }
  }

  private static final class FirstImageForAll extends Wiring {
    FirstImageForAll(ConvProblem problem) {
      super(problem);
    }

    @Override
    int inputImage(int n) {
      return 0;
    }
  }

  private static final class BiasTwice extends Wiring {
    BiasTwice(ConvProblem problem) {
      super(problem);
    }

    @Override
    int bias() {
      return 2;
    }
  }
}
