package org.conv4j.nd4j.normalization;

/** Elements of one channel, in one thread: from the second pass on, they are in its cache. */
final class ChannelSection extends Section {

  private final Lanes lanes;
  private final Span span;

  /**
   * For some elements.
   *
   * @param lanes of that thread, for one channel at a time
   */
  ChannelSection(Lanes lanes, Span span) {
    this.lanes = lanes;
    this.span = span;
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
