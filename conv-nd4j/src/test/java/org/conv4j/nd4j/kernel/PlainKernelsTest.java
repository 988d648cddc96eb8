package org.conv4j.nd4j.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** With the Vector API the other kernels are vectors; without it, there is nothing to compare. */
@Tag("narrow")
@DisplayName("Plain kernels give the bits of vector kernels")
class PlainKernelsTest {

  private static final int FLOATS = 1 << 16;

  /** Sources lie before, results after. */
  private static final int MIDDLE = FLOATS / 2;

  private static final int LANES = KernelProvider.kernels().lanes();

  /** Where sums of strips begin, of seven at most. */
  private static final int SUMS = MIDDLE - 100 * LANES;

  private static final int WIDEST = KernelProvider.kernels().widest();

  /**
   * Some computation.
   *
   * @param results where its results lie in memory
   */
  record Computation(String name, BiConsumer<Kernels, float[]> run, IntStream results) {
    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  static void vectors() {
    Assumptions.assumeTrue(KernelProvider.vectorApi(), "there are no vector kernels");
  }

  @ParameterizedTest(name = "of {0}")
  @MethodSource({"products", "planes", "moves", "windows", "transforms"})
  void ofOrdinaryNumbers(Computation computation) {
    compare(computation, ordinary());
  }

  @ParameterizedTest(name = "of {0}, among NaNs, infinities, subnormals and zeros of both signs")
  @MethodSource({"products", "planes", "moves", "windows", "transforms"})
  void ofSpecialNumbers(Computation computation) {
    float[] memory = ordinary();
    float[] special = {
      Float.NaN,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      0f,
      -0f,
      Float.MIN_VALUE,
      -Float.MIN_NORMAL / 3,
      Float.MAX_VALUE
    };
    Random random = new Random(11);
    for (int i = 0; i < memory.length; i++) {
      if (random.nextInt(7) == 0) {
        memory[i] = special[random.nextInt(special.length)];
      }
    }
    compare(computation, memory);
  }

  @ParameterizedTest(name = "for the exercise {0}, which runs on both")
  @EnumSource(Exercise.class)
  void forEveryExercise(Exercise exercise) {
    Exercises exercises = new Exercises(LANES);
    exercises.run(exercise, new PlainKernels(LANES, WIDEST));
    exercises.run(exercise, KernelProvider.kernels());
  }

  private static float[] ordinary() {
    Random random = new Random(7);
    float[] memory = new float[FLOATS];
    for (int i = 0; i < FLOATS; i++) {
      memory[i] = random.nextFloat() * 2 - 1;
    }
    return memory;
  }

  private static void compare(Computation computation, float[] memory) {
    float[] plain = memory.clone();
    float[] vector = memory.clone();
    computation.run().accept(new PlainKernels(LANES, WIDEST), plain);
    computation.run().accept(KernelProvider.kernels(), vector);
    int[] results = computation.results().toArray();
    assertArrayEquals(bits(vector, results), bits(plain, results));
  }

  /** All NaNs alike. */
  private static int[] bits(float[] memory, int[] at) {
    return Arrays.stream(at).map(i -> Float.floatToIntBits(memory[i])).toArray();
  }

  static List<Computation> products() {
    List<Computation> list = new ArrayList<>();
    for (int depth : new int[] {0, 1, 6, 33}) {
      for (int vectors = 1; vectors <= WIDEST; vectors *= 2) {
        for (int scale = 0; scale <= 1; scale++) {
          list.add(gathered(depth, vectors, scale));
        }
      }
      list.add(
          new Computation(
              "a product lane by lane, of depth " + depth,
              (kernels, memory) ->
                  kernels.multiplyLanes(gatheredProduct(memory, depth, LANES, 1), 1, 13),
              IntStream.range(MIDDLE, MIDDLE + 13 * LANES)));
      for (int rows : new int[] {1, 3, 4, 7, 10, 16, 17}) {
        list.add(shifted(depth, rows));
        if (KernelProvider.kernels().streams()) {
          list.add(streamed(depth, rows));
        }
      }
    }
    return list;
  }

  private static Computation shifted(int depth, int rows) {
    return new Computation(
        "a shifted product of depth %d and %d rows".formatted(depth, rows),
        (kernels, memory) -> {
          ShiftedProduct product = shiftedProduct(memory, depth);
          product.aStride = 1 + rows + 2;
          kernels.multiplyShifted(product, 1, 1 + rows);
        },
        IntStream.range(MIDDLE, MIDDLE + (1 + rows) * 8 * LANES)
            .filter(i -> (i - MIDDLE) % (8 * LANES) < WIDEST * LANES));
  }

  private static Computation streamed(int depth, int rows) {
    PixelVectors pixels = PixelVectors.of(3, 2 * LANES + 3, 70, 2 * LANES + 3, LANES);
    int plane = 3 * (2 * LANES + 3);
    return new Computation(
        "a streamed product of depth %d and %d rows".formatted(depth, rows),
        (kernels, memory) -> {
          ShiftedProduct product = shiftedProduct(memory, depth);
          product.aStride = 1 + rows + 2;
          NativePlanes planes = new NativePlanes();
          planes.memory =
              ByteBuffer.allocateDirect((1 + rows) * plane * Float.BYTES)
                  .order(ByteOrder.nativeOrder());
          planes.pitch = plane;
          planes.pixels = pixels;
          planes.vectors = pixels.sources().length;
          kernels.streamShifted(product, 1, 1 + rows, planes);
          planes.memory.asFloatBuffer().get(memory, MIDDLE, (1 + rows) * plane);
        },
        IntStream.range(MIDDLE, MIDDLE + (1 + rows) * plane));
  }

  private static Computation gathered(int depth, int vectors, int scale) {
    int columns = vectors * LANES;
    return new Computation(
        "a product of depth %d, %d vectors wide, start scale %d".formatted(depth, vectors, scale),
        (kernels, memory) ->
            kernels.multiply(gatheredProduct(memory, depth, columns, scale), 1, 16, vectors),
        IntStream.range(MIDDLE, MIDDLE + 16 * columns));
  }

  private static GatheredProduct gatheredProduct(
      float[] memory, int depth, int columns, int scale) {
    GatheredProduct p = new GatheredProduct();
    p.a = memory;
    p.aOffset = 3;
    p.rows = IntStream.range(0, 16).map(i -> 7 * i % 16 * 50).toArray();
    p.columns = IntStream.range(0, depth + 2).map(k -> k * 5 % 47).toArray();
    p.firstColumn = 2;
    p.depth = depth;
    p.b = memory;
    p.bOffset = 2000;
    p.bStride = columns + 5;
    p.start = memory;
    p.startOffset = scale == 1 ? MIDDLE : 1000;
    p.startScale = scale;
    p.c = memory;
    p.cOffset = MIDDLE;
    p.targets = IntStream.range(0, 16).map(i -> i * columns).toArray();
    return p;
  }

  private static ShiftedProduct shiftedProduct(float[] memory, int depth) {
    ShiftedProduct p = new ShiftedProduct();
    p.a = memory;
    p.aOffset = 3;
    p.depth = depth;
    p.b = memory;
    p.bOffset = 2000;
    p.shifts = IntStream.range(0, depth).map(k -> k * 37).toArray();
    p.start = memory;
    p.startOffset = 1000;
    p.c = memory;
    p.cOffset = MIDDLE;
    p.cStride = 8 * LANES;
    return p;
  }

  static List<Computation> planes() {
    List<Computation> list = new ArrayList<>();
    for (int depth : new int[] {0, 1, 2, 3, 4, 7, 9, 16, 25}) {
      for (int pixels : new int[] {1, LANES - 1, LANES, 5 * LANES + 3}) {
        String of = " of %d taps and %d pixels".formatted(depth, pixels);
        list.add(
            new Computation(
                "a plane" + of,
                (kernels, memory) -> kernels.multiplyPlane(shiftedProduct(memory, depth), pixels),
                IntStream.range(MIDDLE, MIDDLE + pixels)));
        list.add(
            new Computation(
                "a filter gradient" + of,
                (kernels, memory) -> kernels.addTaps(shiftedProduct(memory, depth), pixels),
                IntStream.range(MIDDLE, MIDDLE + depth * LANES)));
      }
    }
    list.add(
        new Computation(
            "sums of lanes",
            (kernels, memory) -> kernels.addTapSums(memory, MIDDLE, 9),
            IntStream.range(0, 9).map(i -> MIDDLE + i * LANES)));
    return list;
  }

  static List<Computation> moves() {
    List<Computation> list = new ArrayList<>();
    for (int pixels : new int[] {1, LANES, 3 * LANES + 1}) {
      int pitch = 4 * LANES;
      list.add(
          new Computation(
              "%d pixels interleaved".formatted(pixels),
              (kernels, m) -> kernels.interleave(m, 5, pitch, pixels, m, MIDDLE, LANES + 2),
              IntStream.range(0, pixels * LANES)
                  .map(i -> MIDDLE + i / LANES * (LANES + 2) + i % LANES)));
      list.add(
          new Computation(
              "%d pixels deinterleaved".formatted(pixels),
              (kernels, m) -> kernels.deinterleave(m, 5, LANES + 2, pixels, m, MIDDLE, pitch),
              IntStream.range(0, pixels * LANES).map(i -> MIDDLE + i % LANES * pitch + i / LANES)));
      list.add(
          new Computation(
              "%d pairs zipped".formatted(pixels),
              (kernels, m) -> kernels.zip(m, 5, 1005, pixels, m, MIDDLE),
              IntStream.range(MIDDLE, MIDDLE + 2 * pixels)));
      list.add(
          new Computation(
              "a plane of %d pixels joined".formatted(pixels),
              (kernels, m) -> kernels.joinPhases(m, 5, 2000, 100, 5, pixels, m, MIDDLE),
              IntStream.range(MIDDLE, MIDDLE + 5 * pixels)));
      for (int step = 1; step <= 3; step++) {
        int by = step;
        list.add(
            new Computation(
                "%d elements picked in steps of %d".formatted(pixels, step),
                (kernels, m) -> kernels.pick(m, 5, by, pixels, m, MIDDLE),
                IntStream.range(MIDDLE, MIDDLE + pixels)));
        list.add(
            new Computation(
                "rows of %d elements picked in steps of %d".formatted(pixels, step),
                (kernels, m) -> kernels.pickRows(m, 5, by * pixels + 3, by, pixels, 5, m, MIDDLE),
                IntStream.range(MIDDLE, MIDDLE + 5 * pixels)));
        int line = by * pixels + 3;
        list.add(
            new Computation(
                "rows of %d elements placed in steps of %d".formatted(pixels, step),
                (kernels, m) -> {
                  Arrays.fill(m, MIDDLE, m.length, 7);
                  kernels.placeRows(m, 5, pixels, 5, 7, m, MIDDLE, line, by);
                },
                IntStream.range(MIDDLE, FLOATS)));
      }
    }
    return list;
  }

  static List<Computation> windows() {
    List<Computation> list = new ArrayList<>();
    for (int width : new int[] {1, 2, LANES, 2 * LANES + 3}) {
      for (int rows : new int[] {1, 4}) {
        String of = " over %d rows of %d pixels".formatted(rows, width);
        list.add(
            new Computation(
                "a window" + of,
                (kernels, memory) -> kernels.slide(window(memory, width, rows)),
                IntStream.range(MIDDLE, MIDDLE + rows * width)));
        if (width >= LANES) {
          list.add(
              rolling(
                  of,
                  (kernels, memory) -> kernels.roll(window(memory, width, rows)),
                  rows * width));
        }
        for (int side : new int[] {-1, 1}) {
          String by = " by two, with the outer column " + (side < 0 ? "first" : "last") + of;
          list.add(
              new Computation(
                  "a window" + by,
                  (kernels, memory) -> kernels.slideByTwo(byTwo(memory, width, rows, side)),
                  IntStream.range(MIDDLE, MIDDLE + rows * width)));
          if (width >= LANES) {
            list.add(
                rolling(
                    by,
                    (kernels, memory) -> kernels.rollByTwo(byTwo(memory, width, rows, side)),
                    rows * width));
          }
          list.add(
              new Computation(
                  "the filter gradient of a window" + by,
                  (kernels, memory) -> {
                    PlaneWindow window = byTwo(memory, width, rows, side);
                    kernels.addWindowsByTwo(window);
                    kernels.sumWindowsByTwo(window);
                  },
                  sums()));
        }
        list.add(
            new Computation(
                "a spread window" + of,
                (kernels, memory) -> kernels.spreadByTwo(window(memory, width, rows)),
                IntStream.range(MIDDLE, MIDDLE + 4 * rows * width)));
        list.add(
            new Computation(
                "the filter gradient of a window" + of,
                (kernels, memory) -> {
                  PlaneWindow window = window(memory, width, rows);
                  kernels.addWindows(window);
                  kernels.sumWindows(window);
                },
                sums()));
      }
    }
    return list;
  }

  private static IntStream sums() {
    return IntStream.range(SUMS, SUMS + 9 * LANES);
  }

  /** Results, and the sums that wait for further rows. */
  private static Computation rolling(String of, BiConsumer<Kernels, float[]> run, int results) {
    return new Computation(
        "a window that rolls" + of, run, IntStream.range(MIDDLE - 20 * LANES, MIDDLE + results));
  }

  private static PlaneWindow window(float[] memory, int width, int rows) {
    PlaneWindow p = new PlaneWindow();
    p.weights = memory;
    p.weightsOffset = 3;
    p.start = memory[1];
    p.memory = memory;
    p.pitch = width + LANES + 5;
    p.above = 500;
    p.first = 1000;
    p.below = 900;
    p.maskStride = width + LANES;
    p.masks = new int[3 * p.maskStride];
    for (int column = 0; column < 3; column++) {
      for (int x = 0; x < width; x++) {
        boolean outside = column == 0 && x == 0 || column == 2 && x == width - 1;
        p.masks[column * p.maskStride + x] = outside ? 0 : -1;
      }
    }
    p.to = MIDDLE;
    p.width = width;
    p.rows = rows;
    p.spare = FLOATS - 4 * LANES;
    p.sums = SUMS;
    p.carried = MIDDLE - 20 * LANES;
    return p;
  }

  private static PlaneWindow byTwo(float[] memory, int width, int rows, int side) {
    PlaneWindow p = window(memory, width, rows);
    p.outer = side;
    p.pitch = 2 * width + LANES + 5;
    p.maskStride = 2 * width + 2 * LANES;
    p.masks = new int[2 * p.maskStride];
    int beside = side < 0 ? 0 : 1;
    int missing = side < 0 ? 0 : width - 1;
    for (int x = 0; x < width; x++) {
      p.masks[2 * x + beside] = x == missing ? 0 : -1;
      p.masks[p.maskStride + 2 * x] = -1;
      p.masks[p.maskStride + 2 * x + 1] = -1;
    }
    return p;
  }

  static Stream<Computation> transforms() {
    LineForm outer = LineForm.SPREAD_OUTER;
    LineForm middle = LineForm.SPREAD_MIDDLE;
    return Stream.of(
            Stream.of(LineForm.F2, LineForm.F4, LineForm.BY_TWO)
                .flatMap(form -> Stream.concat(there(form, form), back(form))),
            there(outer, outer),
            there(outer, middle),
            there(middle, outer),
            there(middle, middle))
        .flatMap(Function.identity());
  }

  /** What a correlation takes. */
  private static Stream<Computation> there(LineForm vertical, LineForm horizontal) {
    int sources = vertical.sources();
    int weights = vertical.weights();
    int line = 40 * LANES;
    int element = 5 * LANES;
    int[] rows = {900, 100, 4000, 2000, 7000, 5000};
    String of = "%s by %s: ".formatted(vertical, horizontal);
    Function<Kernels, TileTransform> transform = k -> k.winograd(vertical, horizontal);
    return Stream.of(
        new Computation(
            of + "input rows",
            (k, m) -> transform.apply(k).inputRows(m, rows, 7, LANES + 1, MIDDLE, line),
            lines(sources, line, 7 * LANES)),
        new Computation(
            of + "input columns",
            (k, m) -> transform.apply(k).inputColumns(m, 5, line, 5, m, MIDDLE, element, LANES),
            IntStream.range(MIDDLE, MIDDLE + sources * sources * element)),
        new Computation(
            of + "filter",
            (k, m) -> transform.apply(k).filter(m, 5, LANES, 5, m, MIDDLE, element, LANES),
            IntStream.range(MIDDLE, MIDDLE + weights * weights * element)),
        new Computation(
            of + "output",
            (k, m) ->
                transform.apply(k).output(m, 5, element, LANES, 5, m, 3, MIDDLE, line, LANES + 1),
            lines(vertical.outputs(), line, 5 * vertical.outputs() * LANES)));
  }

  /** What a filter gradient takes besides. */
  private static Stream<Computation> back(LineForm form) {
    int sums = form.sums();
    int line = 40 * LANES;
    int element = 5 * LANES;
    int[] rows = {900, 100, 4000, 2000};
    Function<Kernels, TileTransform> transform = k -> k.winograd(form, form);
    return Stream.of(
        new Computation(
            form + ": gradient rows",
            (k, m) -> transform.apply(k).gradientRows(m, rows, 7, LANES + 1, MIDDLE, line),
            lines(sums, line, 7 * LANES)),
        new Computation(
            form + ": gradient columns",
            (k, m) -> transform.apply(k).gradientColumns(m, 5, line, 5, m, MIDDLE, element, LANES),
            IntStream.range(MIDDLE, MIDDLE + sums * sums * element)),
        new Computation(
            form + ": filter gradient",
            (k, m) -> transform.apply(k).filterGradient(m, 5, element, LANES, 5, m, MIDDLE, LANES),
            IntStream.range(MIDDLE, MIDDLE + 5 * 9 * LANES)));
  }

  private static IntStream lines(int count, int stride, int length) {
    return IntStream.range(0, count * length).map(i -> MIDDLE + i / length * stride + i % length);
  }
}
