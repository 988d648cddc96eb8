package org.conv4j.nd4j.normalization;

import java.util.Arrays;
import org.conv4j.ElementType;
import org.conv4j.nd4j.parallel.Workers;

/** All channels, by turns: blocks of pixels are shared out to threads, and their sums added. */
final class InterleavedSection extends Section {

  private final BatchShape shape;
  private final Lanes.Operands operands;
  private final Workers workers;
  private final long block;
  private final int blocks;

  InterleavedSection(BatchShape shape, Lanes.Operands operands, Workers workers) {
    this.shape = shape;
    this.operands = operands;
    this.workers = workers;
    this.block = (long) Lanes.width(shape.channels()) * Lanes.ROWS;
    this.blocks = Math.toIntExact((shape.elements() + block - 1) / block);
  }

  @Override
  int channels() {
    return shape.channels();
  }

  @Override
  double rounded(double value) {
    return operands.input().elementType() == ElementType.FLOAT32 ? (float) value : value;
  }

  @Override
  Sums sums() {
    return summed((lanes, span, sums) -> lanes.sum(span, sums.first()));
  }

  @Override
  Sums deviations(double[] centre) {
    return summed(
        (lanes, span, sums) -> lanes.deviations(span, centre, sums.first(), sums.second()));
  }

  @Override
  Sums products(double[] centre) {
    return summed((lanes, span, sums) -> lanes.products(span, centre, sums.first(), sums.second()));
  }

  @Override
  void scale(LaneConstants constants) {
    eachBlock((lanes, span, any) -> lanes.scale(span, constants));
  }

  @Override
  void combine(LaneConstants constants) {
    eachBlock((lanes, span, any) -> lanes.combine(span, constants));
  }

  @FunctionalInterface
  private interface Pass<T> {
    void run(Lanes lanes, Span span, T target);
  }

  private Sums summed(Pass<Sums> pass) {
    Sums[] partial = new Sums[blocks];
    Arrays.setAll(partial, any -> Sums.of(channels()));
    eachBlock((lanes, span, number) -> pass.run(lanes, span, partial[number]));
    Sums total = Sums.of(channels());
    for (Sums each : partial) {
      total.add(each);
    }
    return total;
  }

  private void eachBlock(Pass<Integer> pass) {
    workers.run(
        blocks,
        BatchNormalizer.WORKSPACE_BYTES,
        (task, workspace) ->
            pass.run(
                Lanes.of(operands, channels(), workspace),
                new Span(
                    ElementOrder.asTheyLie(shape),
                    task * block,
                    Math.min(shape.elements(), (task + 1) * block)),
                task));
  }
}
