package org.conv4j.nd4j.kernel;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Minimal filtering by three taps along one axis: what is transformed to what, and which products
 * are formed. Two of them, one for each axis, make a {@link TileTransform}.
 *
 * <p>The first two are Winograd's F(m, 3). The others are for steps of two. There the outputs split
 * into polyphase components: even inputs meet the outer taps, odd inputs the middle one,
 *
 * <pre>
 * y0 = d0 w0 + d2 w2 + d1 w1
 * y1 = d2 w0 + d4 w2 + d3 w1
 * </pre>
 *
 * and the outer taps are Winograd's F(2, 2): of the even products, three in place of four,
 *
 * <pre>
 * y0 = (d0 - d2) w0 + d2 (w0 + w2) + d1 w1
 * y1 = (d4 - d2) w2 + d2 (w0 + w2) + d3 w1
 * </pre>
 *
 * <p>The way back, from gradients e to inputs x, has two outer taps at every other position and the
 * middle one between them. With taps in reverse order, w0 being what reaches furthest,
 *
 * <pre>
 * x  = (e0 - e1) w0 + e1 (w0 + w2)
 * x' = (e2 - e1) w2 + e1 (w0 + w2)
 * </pre>
 *
 * two positions apart, and e1 w1 and e2 w1 behind them or e0 w1 and e1 w1 before them.
 */
public enum LineForm {
  /** F(2, 3). */
  F2(4, 2, 2, identity(4)),
  /** F(4, 3). */
  F4(6, 4, 4, identity(6)),
  /** Two outputs from inputs in steps of two. */
  BY_TWO(
      5,
      4,
      2,
      List.of(
          new Product(0, 0, 0),
          new Product(1, 1, 1),
          new Product(2, 2, 2),
          new Product(3, 3, 0),
          new Product(4, 3, 2))),
  /** The way back, to four inputs of which the first meets the outer taps. */
  SPREAD_OUTER(3, 2, 4, spread()),
  /** The way back, to four inputs of which the first meets the middle tap. */
  SPREAD_MIDDLE(3, 2, 4, spread());

  private final int inputs;
  private final int step;
  private final int outputs;
  private final int sources;
  private final int weights;
  private final int sums;
  private final List<Product> products;

  LineForm(int inputs, int step, int outputs, List<Product> products) {
    this.inputs = inputs;
    this.step = step;
    this.outputs = outputs;
    this.sources = products.stream().mapToInt(Product::source).max().orElseThrow() + 1;
    this.weights = products.stream().mapToInt(Product::weight).max().orElseThrow() + 1;
    this.sums = products.stream().mapToInt(Product::sum).max().orElseThrow() + 1;
    this.products = products;
  }

  private static List<Product> identity(int n) {
    return IntStream.range(0, n).mapToObj(i -> new Product(i, i, i)).toList();
  }

  private static List<Product> spread() {
    return List.of(
        new Product(0, 0, 0),
        new Product(1, 1, 1),
        new Product(2, 2, 2),
        new Product(1, 3, 3),
        new Product(3, 3, 4));
  }

  /**
   * The output of a convolution, and its filter gradient.
   *
   * @param outputs those of a tile, where the stride is 1
   * @param stride 1 or 2
   */
  public static LineForm ofOutput(int outputs, long stride) {
    if (stride == 2) {
      return BY_TWO;
    }
    return outputs == 2 ? F2 : F4;
  }

  /**
   * The input gradient of a convolution.
   *
   * @param outputs those of a tile, where the stride is 1
   * @param stride 1 or 2
   * @param padding before the input
   */
  public static LineForm ofInputGradient(int outputs, long stride, long padding) {
    if (stride == 2) {
      return padding % 2 == 0 ? SPREAD_OUTER : SPREAD_MIDDLE;
    }
    return ofOutput(outputs, stride);
  }

  /** Whether it is for steps of two, or the way back of them. */
  public boolean strided() {
    return step != outputs;
  }

  /** Inputs of a tile. */
  public int inputs() {
    return inputs;
  }

  /** Inputs from the beginning of one tile to that of the next. */
  public int step() {
    return step;
  }

  /** Outputs of a tile. */
  public int outputs() {
    return outputs;
  }

  /** Elements that inputs are transformed to. */
  public int sources() {
    return sources;
  }

  /** Elements that taps are transformed to. */
  public int weights() {
    return weights;
  }

  /** Sums of products that outputs are made of. */
  public int sums() {
    return sums;
  }

  /** What is multiplied along one axis. */
  public List<Product> products() {
    return products;
  }

  /** What is multiplied of a tile, whose elements are numbered row by row. */
  public List<Product> tileProducts() {
    return products.stream()
        .flatMap(row -> products.stream().map(column -> ofTile(row, column)))
        .toList();
  }

  private Product ofTile(Product row, Product column) {
    return new Product(
        row.source * sources + column.source,
        row.weight * weights + column.weight,
        row.sum * sums + column.sum);
  }

  /**
   * One multiplication.
   *
   * @param source the element of the transformed inputs
   * @param weight the element of the transformed taps
   * @param sum the sum to which it is added; in a filter gradient, to that of the weight
   */
  public record Product(int source, int weight, int sum) {}
}
