package org.conv4j.nd4j.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Each operation of {@link Kernels} as a small computation on made-up operands that goes through
 * every branch of it: what the JVM compiles from it leaves none out.
 *
 * <p>Memory is zeros, and holders point into it: sources before the middle, results after.
 */
final class Exercises {

  /** Terms, tiles of a row: few, so that whole methods are compiled and no loops alone. */
  private static final int SHORT = 8;

  /** Terms of a product: as many as the compiler must see to unroll its loop. */
  private static final int DEEP = 64;

  /** Vectors before and after the middle. */
  private static final int VECTORS = 512;

  private static final int DEEPEST = 32;
  private static final int ROWS = 10;

  private final float[] memory;
  private final int middle;
  private final int[] rows = new int[ROWS];
  private final GatheredProduct gathered = new GatheredProduct();
  private final ShiftedProduct shifted = new ShiftedProduct();
  private final NativePlanes planes = new NativePlanes();
  private final PlaneWindow window = new PlaneWindow();

  /** With operands for vectors of so many lanes. */
  Exercises(int lanes) {
    this.middle = VECTORS * lanes;
    this.memory = new float[2 * middle];
    for (int i = 0; i < ROWS; i++) {
      rows[i] = i * 4 * lanes;
    }
    gathered.a = memory;
    gathered.rows = rows;
    gathered.columns = new int[DEEP];
    gathered.depth = DEEP;
    gathered.b = memory;
    gathered.start = memory;
    gathered.startOffset = middle;
    gathered.startScale = 1;
    gathered.c = memory;
    gathered.cOffset = middle;
    gathered.targets = rows;
    shifted.a = memory;
    shifted.aStride = ROWS;
    shifted.b = memory;
    shifted.shifts = new int[DEEPEST];
    shifted.start = memory;
    shifted.c = memory;
    shifted.cOffset = middle;
    shifted.cStride = 4 * lanes;
    planes.pixels = PixelVectors.of(2, 3 * lanes - 1, 0, 4 * lanes, lanes);
    planes.vectors = planes.pixels.sources().length;
    planes.pitch = 8 * lanes;
    planes.memory =
        ByteBuffer.allocateDirect(ROWS * planes.pitch * Float.BYTES).order(ByteOrder.nativeOrder());
    window.weights = memory;
    window.memory = memory;
    window.outer = 1;
    window.maskStride = 4 * lanes;
    window.masks = new int[4 * window.maskStride + 4 * lanes];
    Arrays.fill(window.masks, -1);
    window.pitch = 4 * lanes;
    window.above = window.pitch;
    window.first = 2 * window.pitch;
    window.below = 8 * window.pitch;
    window.to = middle;
    window.rows = 3;
    window.spare = 2 * middle - 4 * lanes;
    window.sums = window.spare - 5 * 9 * lanes;
    window.carried = window.sums - 8 * lanes;
  }

  /** Computes once. */
  void run(Exercise exercise, Kernels kernels) {
    switch (exercise) {
      case MULTIPLY_ONE_VECTOR -> multiply(kernels, 1);
      case MULTIPLY_TWO_VECTORS -> multiply(kernels, 2);
      case MULTIPLY_FOUR_VECTORS -> multiply(kernels, 4);
      case MULTIPLY_LANES -> kernels.multiplyLanes(gathered(kernels.lanes()), 0, 5);
      case MULTIPLY_SHIFTED -> {
        kernels.multiplyShifted(shifted(SHORT), 0, 6 + 3 + 1);
        kernels.multiplyShifted(shifted(SHORT), 0, 5 + 4);
        kernels.multiplyShifted(shifted(SHORT), 0, 3);
        kernels.multiplyShifted(shifted(SHORT), 0, 1);
      }
      case STREAM_SHIFTED -> {
        stream(kernels, 5 + 4);
        stream(kernels, 3 + 1);
      }
      case MULTIPLY_PLANE -> {
        int pixels = 4 * kernels.lanes();
        kernels.multiplyPlane(shifted(9 + 9 + 4 + 2 + 1), pixels);
        kernels.multiplyPlane(shifted(4 + 2 + 1), pixels);
        kernels.multiplyPlane(shifted(2 + 1), pixels);
        kernels.multiplyPlane(shifted(1), pixels);
      }
      case ADD_TAPS -> kernels.addTaps(shifted(9 + 4 + 2 + 1), 4 * kernels.lanes() - 1);
      case INTERLEAVE -> {
        int lanes = kernels.lanes();
        int pixels = 4 * lanes;
        kernels.interleave(memory, 0, pixels, pixels, memory, middle, 2 * lanes);
      }
      case DEINTERLEAVE -> {
        int lanes = kernels.lanes();
        int pixels = 4 * lanes;
        kernels.deinterleave(memory, 0, 2 * lanes, pixels, memory, middle, pixels);
      }
      case PICK -> {
        for (int step = 1; step <= 3; step++) {
          kernels.pick(memory, 0, step, 3 * kernels.lanes() + 1, memory, middle);
        }
      }
      case PICK_ROWS -> {
        int wide = 2 * kernels.lanes() + 1;
        int narrow = kernels.lanes() / 2 + 1;
        for (int step = 1; step <= 3; step++) {
          kernels.pickRows(memory, 0, 4 * wide, step, wide, 3, memory, middle);
          kernels.pickRows(memory, 0, 4 * wide, step, narrow, 6, memory, middle);
        }
        kernels.pickRows(memory, 0, wide, 1, wide, 3, memory, middle);
      }
      case PLACE_ROWS -> {
        int wide = 2 * kernels.lanes() + 1;
        for (int step = 1; step <= 3; step++) {
          kernels.placeRows(memory, 0, wide, 3, 0, memory, middle, 4 * wide, step);
          kernels.placeRows(memory, 0, 2, 6, 0, memory, middle, 4 * wide, step);
        }
      }
      case ZIP -> {
        int count = 3 * kernels.lanes() + 1;
        kernels.zip(memory, 0, count, count, memory, middle);
      }
      case JOIN_PHASES -> {
        int width = 2 * kernels.lanes() + 1;
        kernels.joinPhases(memory, 0, 4 * width, width, 4, width, memory, middle);
      }
      case SLIDE -> {
        kernels.slide(window(2 * kernels.lanes() + 1));
        kernels.slide(window(2));
      }
      case ADD_WINDOWS -> {
        kernels.addWindows(window(2 * kernels.lanes() + 1));
        kernels.addWindows(window(2));
        kernels.sumWindows(window(2 * kernels.lanes() + 1));
      }
      case SLIDE_BY_TWO -> {
        kernels.slideByTwo(window(2 * kernels.lanes() + 1));
        kernels.slideByTwo(window(kernels.lanes() - 1));
        kernels.slideByTwo(window(2));
      }
      case ADD_WINDOWS_BY_TWO -> {
        kernels.addWindowsByTwo(window(2 * kernels.lanes() + 1));
        kernels.addWindowsByTwo(window(2));
        kernels.sumWindowsByTwo(window(2 * kernels.lanes() + 1));
      }
      case SPREAD_BY_TWO -> {
        kernels.spreadByTwo(window(2 * kernels.lanes() + 1));
        kernels.spreadByTwo(window(2));
      }
      case ROLL -> kernels.roll(window(2 * kernels.lanes() + 1));
      case ROLL_BY_TWO -> kernels.rollByTwo(window(2 * kernels.lanes() + 1));
      case ADD_TAP_SUMS -> kernels.addTapSums(memory, 0, 9);
      case INPUT_ROWS_2 -> inputRows(kernels, LineForm.F2);
      case INPUT_ROWS_4 -> inputRows(kernels, LineForm.F4);
      case INPUT_ROWS_BY_TWO -> inputRows(kernels, LineForm.BY_TWO);
      case INPUT_ROWS_SPREAD -> {
        inputRows(kernels, LineForm.SPREAD_OUTER);
        inputRows(kernels, LineForm.SPREAD_MIDDLE);
      }
      case INPUT_COLUMNS_2 -> inputColumns(kernels, LineForm.F2);
      case INPUT_COLUMNS_4 -> inputColumns(kernels, LineForm.F4);
      case INPUT_COLUMNS_BY_TWO -> inputColumns(kernels, LineForm.BY_TWO);
      case INPUT_COLUMNS_SPREAD -> {
        inputColumns(kernels, LineForm.SPREAD_OUTER);
        inputColumns(kernels, LineForm.SPREAD_MIDDLE);
      }
      case FILTER_2 -> filter(kernels, LineForm.F2);
      case FILTER_4 -> filter(kernels, LineForm.F4);
      case FILTER_BY_TWO -> filter(kernels, LineForm.BY_TWO);
      case OUTPUT_2 -> output(kernels, LineForm.F2);
      case OUTPUT_4 -> output(kernels, LineForm.F4);
      case OUTPUT_BY_TWO -> output(kernels, LineForm.BY_TWO);
      case OUTPUT_SPREAD -> {
        output(kernels, LineForm.SPREAD_OUTER);
        output(kernels, LineForm.SPREAD_MIDDLE);
      }
      case GRADIENT_ROWS_2 -> gradientRows(kernels, LineForm.F2);
      case GRADIENT_ROWS_4 -> gradientRows(kernels, LineForm.F4);
      case GRADIENT_ROWS_BY_TWO -> gradientRows(kernels, LineForm.BY_TWO);
      case GRADIENT_COLUMNS_2 -> gradientColumns(kernels, LineForm.F2);
      case GRADIENT_COLUMNS_4 -> gradientColumns(kernels, LineForm.F4);
      case GRADIENT_COLUMNS_BY_TWO -> gradientColumns(kernels, LineForm.BY_TWO);
      case FILTER_GRADIENT_2 -> filterGradient(kernels, LineForm.F2);
      case FILTER_GRADIENT_4 -> filterGradient(kernels, LineForm.F4);
      case FILTER_GRADIENT_BY_TWO -> filterGradient(kernels, LineForm.BY_TWO);
      default -> throw new AssertionError(exercise);
    }
  }

  private void multiply(Kernels kernels, int vectors) {
    if (vectors <= kernels.widest()) {
      GatheredProduct product = gathered(vectors * kernels.lanes());
      kernels.multiply(product, 0, 6 + 4, vectors);
      kernels.multiply(product, 0, 2 + 1, vectors);
    }
  }

  private void inputRows(Kernels kernels, LineForm form) {
    int line = SHORT * kernels.lanes();
    TileTransform transform = kernels.winograd(form, form);
    transform.inputRows(memory, rows, SHORT, kernels.lanes(), middle, line);
  }

  private void gradientRows(Kernels kernels, LineForm form) {
    int line = SHORT * kernels.lanes();
    TileTransform transform = kernels.winograd(form, form);
    transform.gradientRows(memory, rows, SHORT, kernels.lanes(), middle, line);
  }

  private void inputColumns(Kernels kernels, LineForm form) {
    int lanes = kernels.lanes();
    int line = (SHORT * form.step() + form.inputs()) * lanes;
    TileTransform transform = kernels.winograd(form, form);
    transform.inputColumns(memory, 0, line, SHORT, memory, middle, SHORT * lanes, lanes);
  }

  private void gradientColumns(Kernels kernels, LineForm form) {
    int lanes = kernels.lanes();
    int line = SHORT * form.outputs() * lanes;
    TileTransform transform = kernels.winograd(form, form);
    transform.gradientColumns(memory, 0, line, SHORT, memory, middle, SHORT * lanes, lanes);
  }

  private void filter(Kernels kernels, LineForm form) {
    int lanes = kernels.lanes();
    TileTransform transform = kernels.winograd(form, form);
    transform.filter(memory, 0, lanes, SHORT, memory, middle, SHORT * lanes, lanes);
  }

  private void filterGradient(Kernels kernels, LineForm form) {
    int lanes = kernels.lanes();
    TileTransform transform = kernels.winograd(form, form);
    transform.filterGradient(memory, 0, SHORT * lanes, lanes, SHORT, memory, middle, lanes);
  }

  private void output(Kernels kernels, LineForm form) {
    int lanes = kernels.lanes();
    TileTransform transform = kernels.winograd(form, form);
    transform.output(
        memory,
        0,
        SHORT * lanes,
        lanes,
        SHORT,
        memory,
        0,
        middle,
        SHORT * form.outputs() * lanes,
        lanes);
  }

  private GatheredProduct gathered(int columns) {
    gathered.bStride = columns;
    return gathered;
  }

  private void stream(Kernels kernels, int rows) {
    if (kernels.streams()) {
      kernels.streamShifted(shifted(SHORT), 0, rows, planes);
    }
  }

  private ShiftedProduct shifted(int depth) {
    shifted.depth = depth;
    return shifted;
  }

  private PlaneWindow window(int width) {
    window.width = width;
    return window;
  }
}
