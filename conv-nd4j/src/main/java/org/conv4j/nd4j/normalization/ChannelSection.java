package org.conv4j.nd4j.normalization;

/** One channel, in one thread: from the second pass on, it is in that thread's cache. */
final class ChannelSection extends Section {

  private final Lanes lanes;
  private final Span span;

  /**
   * For a channel.
   *
   * @param lanes of that thread, for one channel at a time
   */
  ChannelSection(BatchShape shape, int channel, Lanes lanes) {
    this.lanes = lanes;
    this.span = new Span(ElementOrder.ofChannel(shape, channel), 0, shape.elementsPerChannel());
  }

  @Override
  int channels() {
    return 1;
  }

  @Override
  double rounded(double value) {
    return lanes.rounded(value);
  }

  @Override
  Sums sums() {
    Sums sums = Sums.of(1);
    lanes.sum(span, sums.first());
    return sums;
  }

  @Override
  Sums deviations(double[] centre) {
    Sums sums = Sums.of(1);
    lanes.deviations(span, centre, sums.first(), sums.second());
    return sums;
  }

  @Override
  Sums products(double[] centre) {
    Sums sums = Sums.of(1);
    lanes.products(span, centre, sums.first(), sums.second());
    return sums;
  }

  @Override
  void scale(LaneConstants constants) {
    lanes.scale(span, constants);
  }

  @Override
  void combine(LaneConstants constants) {
    lanes.combine(span, constants);
  }
}
