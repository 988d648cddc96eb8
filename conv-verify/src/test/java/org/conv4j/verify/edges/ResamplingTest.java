package org.conv4j.verify.edges;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.Simple.class)
class ResamplingTest {

  private static GreyPicture ramp(int width, int height) {
    float[] values = new float[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        values[y * width + x] = x;
      }
    }
    return new GreyPicture(width, height, values);
  }

  @Test
  void leavesAPictureOfThatSizeAlone() {
    GreyPicture picture = ramp(5, 4);
    assertSame(picture, Resampling.resize(picture, new PictureSize(5, 4)));
  }

  @ParameterizedTest
  @CsvSource({"3, 3", "7, 5", "40, 3", "3, 40", "350, 150"})
  void keepsAFlatPictureFlat(int width, int height) {
    float[] flat = new float[12 * 9];
    Arrays.fill(flat, 77);
    GreyPicture resized =
        Resampling.resize(new GreyPicture(12, 9, flat), new PictureSize(width, height));
    float[] expected = new float[width * height];
    Arrays.fill(expected, 77);
    assertArrayEquals(expected, resized.values(), 1e-4f);
  }

  @Test
  void interpolatesLinearlyWhenEnlarging() {
    float[] row = Arrays.copyOf(Resampling.resize(ramp(4, 3), new PictureSize(8, 3)).values(), 8);
    assertArrayEquals(new float[] {0, 0.25f, 0.75f, 1.25f, 1.75f, 2.25f, 2.75f, 3}, row, 1e-5f);
  }

  @Test
  void averagesFineStripesWhenReducing() {
    float[] stripes = new float[40 * 3];

    for (int i = 0; i < stripes.length; i += 2) {
      stripes[i] = 200;
    }
    GreyPicture reduced =
        Resampling.resize(new GreyPicture(40, 3, stripes), new PictureSize(10, 3));
    for (int x = 1; x < 9; x++) {
      assertEquals(100, reduced.values()[x], 1e-3, "column " + x);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "350",
        "x",
        "350x",
        "-3x9",
        "3.5x9",
        "350 x 150",
        "2x9",
        "9x2",
        "0x0",
        "99999999999x3",
        "100000x100000"
      })
  void refusesASizeThatIsNone(String text) {
    assertThrows(IllegalArgumentException.class, () -> PictureSize.parse(text));
  }

  @Test
  void readsASize() {
    assertEquals(new PictureSize(350, 150), PictureSize.parse("350x150"));
  }
}
