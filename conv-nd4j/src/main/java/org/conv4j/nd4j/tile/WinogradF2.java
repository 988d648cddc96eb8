package org.conv4j.nd4j.tile;

import org.conv4j.nd4j.kernel.LineForm;
import org.conv4j.nd4j.kernel.WinogradMatrices;

/**
 * The transforms of Winograd's F(2 x 2, 3 x 3) as Lavin and Gray ("Fast Algorithms for
 * Convolutional Neural Networks", 2016) give them, for lines of tiles: 2 x 2 outputs are {@code AT
 * ((G w GT) . (BT x B)) A}, the sum over input channels being taken before the outer transform.
 */
final class WinogradF2 {

  /** Height and width of a tile of outputs. */
  static final int OUTPUTS = 2;

  /** Height and width of a tile of inputs, and of a transformed tile. */
  static final int INPUTS = 4;

  /** Elements of a transformed tile. */
  static final int ELEMENTS = INPUTS * INPUTS;

  private static final WinogradMatrices F2 = WinogradMatrices.of(LineForm.F2);

  /** BT, 4 x 4. */
  static final LineMatrix INPUT = new LineMatrix(F2.bt());

  /** G, 4 x 3. */
  static final LineMatrix FILTER = new LineMatrix(F2.g());

  /** AT, 2 x 4. */
  static final LineMatrix OUTPUT = new LineMatrix(F2.at());

  /** A, 4 x 2. */
  static final LineMatrix GRADIENT = new LineMatrix(F2.a());

  /** GT, 3 x 4. */
  static final LineMatrix FILTER_GRADIENT = new LineMatrix(F2.gt());

  private WinogradF2() {}
}
