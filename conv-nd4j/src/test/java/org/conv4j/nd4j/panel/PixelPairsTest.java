package org.conv4j.nd4j.panel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.conv4j.ConvProblem;
import org.conv4j.nd4j.kernel.KernelProvider;
import org.conv4j.nd4j.kernel.Kernels;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("pixels that meet through a 1 x 1 kernel")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Tag("plain")
@Tag("narrow")
class PixelPairsTest {

  /** Of each channel; some are those of the channel before. */
  private static final float[] BLANKS = {-3, -3, 0, -0f, 5};

  private static final int SCRATCH_AT = 5;

  private final Kernels kernels = KernelProvider.kernels();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n2_c5h56w56_k2r1s1_sh2sw2",
        "n3_c2h55w57_k2r1s1_sh2sw2",
        "n2_c4h15w14_k2r1s1_sh2sw2",
        "n2_c2h7w6_k2r1s1_sh2sw2",
        "n2_c2h3w3_k2r1s1_sh2sw2",
        "n1_c2h200w300_k2r1s1_sh2sw2",
        "n2_c2h20w20_k2r1s1_sh1sw2",
        "n2_c2h20w20_k2r1s1_sh2sw1",
        "n2_c2h31w40_k2r1s1_sh3sw5",
        "n2_c4h12w34_k2r1s1_sh2sw2_pt3pb0pl1pr4",
        "n2_c2h60w5000_k2r1s1_sh30sw2500",
        "n2_c2h130w100_k2r1s1_sh120sw90",
        "n2_c1h100w100_k1r1s1_sh101sw101_pt51pb0pl49pr0",
        "n2_c2h9w10_k2r1s1"
      })
  void take_what_lies_between_them_along_however_many_are_written_at_a_time(String notation) {
    ConvProblem problem = ConvProblem.parse(notation);
    Correlation correlation = Correlation.ofInputGradient(problem);
    PixelPairs pairs = new PixelPairs(correlation, kernels);
    int stride = pairs.count() + kernels.lanes();
    int channels = correlation.destinations();
    float[] pixels = Planes.random((long) channels * stride, 1).values();
    float[] expected = expected(correlation, pixels, stride);
    for (int count : new int[] {1, 2, 7, 64, pairs.perImage(), pairs.count()}) {
      Planes destination = Planes.random(correlation.destination().floats(), 2);
      float[] scratch = new float[SCRATCH_AT + pairs.scratch()];
      for (int first = 0; first < pairs.count(); first += count) {
        pairs.writeDestination(
            new PixelRows(pixels, first, stride, channels, BLANKS, 0),
            Math.min(count, pairs.count() - first),
            scratch,
            SCRATCH_AT,
            destination.memory(),
            0,
            first);
      }
      assertArrayEquals(expected, destination.values(), count + " at a time");
    }
  }

  private static float[] expected(Correlation correlation, float[] pixels, int stride) {
    ImageShape shape = correlation.destination();
    float[] planes = new float[(int) shape.floats()];
    for (int channel = 0; channel < shape.channels(); channel++) {
      int next = channel * stride;
      for (int image = 0; image < shape.images(); image++) {
        for (int y = 0; y < shape.height(); y++) {
          for (int x = 0; x < shape.width(); x++) {
            boolean meets =
                meets(correlation.rows(), y, correlation.sourceHeight())
                    && meets(correlation.columns(), x, correlation.sourceWidth());
            planes[(int) shape.index(image, channel, y, x)] =
                meets ? pixels[next++] : BLANKS[channel];
          }
        }
      }
    }
    return planes;
  }

  private static boolean meets(AxisTaps axis, int position, int sourceSize) {
    int[] shifts = axis.shifts(axis.phase(position));
    int source = shifts.length == 0 ? -1 : axis.base(position) + shifts[0];
    return source >= 0 && source < sourceSize;
  }
}
