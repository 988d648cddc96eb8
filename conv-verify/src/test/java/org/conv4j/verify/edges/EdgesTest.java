package org.conv4j.verify.edges;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;
import org.conv4j.check.Operands;
import org.conv4j.verify.framework.Answer;
import org.conv4j.verify.framework.FakeFramework;
import org.conv4j.verify.framework.NoAnswerException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.Simple.class)
class EdgesTest {

  private static final FakeFramework RIGHT = new FakeFramework("conv-nd4j");

  private static GreyPicture noise(int width, int height) {
    Random random = new Random(7);
    float[] values = new float[width * height];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(256);
    }
    return new GreyPicture(width, height, values);
  }

  @Test
  void answersToHorizontalEdgesInTheFirstMapAndToVerticalOnesInTheSecond() {
    float[] brightAbove = {9, 9, 9, 9, 0, 0, 0, 0, 0, 0, 0, 0};
    EdgeMaps maps = new EdgeDetection().detect(new GreyPicture(4, 3, brightAbove), RIGHT);
    assertArrayEquals(new float[] {27, 27}, maps.horizontal(), 1e-5f);
    // 9 * (1 + 0.33 - 1) in the row that is bright: flat along the row.
    assertArrayEquals(new float[] {2.97f, 2.97f}, maps.vertical(), 1e-5f);

    float[] brightLeft = {9, 0, 0, 9, 0, 0, 9, 0, 0, 9, 0, 0};
    EdgeMaps turned = new EdgeDetection().detect(new GreyPicture(3, 4, brightLeft), RIGHT);
    assertArrayEquals(new float[] {27, 27}, turned.vertical(), 1e-5f);
    assertArrayEquals(new float[] {2.997f, 2.997f}, turned.horizontal(), 1e-5f);
  }

  @Test
  void usesTheNumbersOfTheOriginal() {
    assertArrayEquals(
        new double[] {
          1, 1, 1, 0.33f, 1, -1, 0.333f, 1, 0.333f, 0.33f, 0.333f, -1, -1, 1, -1, 0.33f, -1, -1
        },
        EdgeDetection.filter().values());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 13, 26, 40, 130, 10_000})
  void stripsMakeNoDifference(int pixelsPerStrip) {
    GreyPicture picture = noise(13, 10);
    EdgeMaps whole = new EdgeDetection().detect(picture, RIGHT);
    EdgeMaps strips = new EdgeDetection(pixelsPerStrip).detect(picture, RIGHT);
    assertArrayEquals(whole.horizontal(), strips.horizontal());
    assertArrayEquals(whole.vertical(), strips.vertical());
  }

  @Test
  void seesAWrongConvolution() {
    FakeFramework wrong =
        new FakeFramework("conv-nd4j") {
          @Override
          protected Answer answer(ConvProblem problem, Operands operands, ConvDirection direction) {
            Tensor result = compute(problem, operands, direction);
            result.values()[3] += 0.01;
            return new Answer.Computed(result, null, 0);
          }
        };
    assertFalse(Edges.ofCamera(new PictureSize(20, 10)).draw(wrong).right());
    assertTrue(Edges.ofCamera(new PictureSize(20, 10)).draw(RIGHT).right());
  }

  @Test
  void passesOnThatThereIsNoAnswer() {
    FakeFramework dead =
        new FakeFramework("conv-nd4j") {
          @Override
          protected Answer answer(ConvProblem problem, Operands operands, ConvDirection direction) {
            return new Answer.Crashed("signal 11");
          }
        };
    NoAnswerException thrown =
        assertThrows(
            NoAnswerException.class, () -> Edges.ofCamera(new PictureSize(9, 9)).draw(dead));
    assertTrue(thrown.getMessage().contains("signal 11"), thrown.getMessage());
  }

  @Test
  void drawsFourPictures() throws IOException {
    Map<String, byte[]> files = Edges.ofCamera(new PictureSize(35, 15)).draw(RIGHT).files();
    assertEquals(
        List.of("original.png", "horizontal-edges.png", "vertical-edges.png", "side-by-side.png"),
        List.copyOf(files.keySet()));
    assertSize(35, 15, files.get("original.png"));
    assertSize(33, 13, files.get("horizontal-edges.png"));
    assertSize(33, 13, files.get("vertical-edges.png"));
  }

  @Test
  void takesAPictureAsSmallAsTheFilter() throws IOException {
    Map<String, byte[]> files = Edges.ofCamera(new PictureSize(3, 3)).draw(RIGHT).files();
    assertSize(1, 1, files.get("horizontal-edges.png"));
  }

  @Test
  void theCameraIs512PixelsWideAndHigh() {
    assertEquals(new PictureSize(512, 512), Edges.ofCamera(null).size());
  }

  @Test
  void drawsTheSmallestValueBlackAndTheLargestWhite() {
    BufferedImage image = EdgePictures.ofMap(3, 1, new float[] {-10, 0, 30});
    assertArrayEquals(
        new int[] {0, 64, 255}, image.getRaster().getPixels(0, 0, 3, 1, (int[]) null));
  }

  @Test
  void drawsAFlatMapGrey() {
    BufferedImage image = EdgePictures.ofMap(2, 1, new float[] {7, 7});
    assertArrayEquals(new int[] {128, 128}, image.getRaster().getPixels(0, 0, 2, 1, (int[]) null));
  }

  private static void assertSize(int width, int height, byte[] png) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    assertEquals(width, image.getWidth());
    assertEquals(height, image.getHeight());
  }
}
