package org.conv4j.verify.network.child;

import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Random images and what they are said to show: the same numbers in every process and type.
 *
 * @param images [n, channels, rows, columns], uniform in 0 to 1
 * @param labels [n, classes], a single 1 in each row
 */
record Batch(INDArray images, INDArray labels) {

  private static final long SEED = 20;

  static Batch of(DataType type, int size, int channels, int side, int classes) {
    SplittableRandom random = new SplittableRandom(SEED);
    float[] pixels = new float[size * channels * side * side];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextDouble();
    }
    float[] labels = new float[size * classes];
    for (int n = 0; n < size; n++) {
      labels[n * classes + random.nextInt(classes)] = 1;
    }
    return new Batch(
        Nd4j.createFromArray(pixels)
            .castTo(type)
            .reshape('c', new long[] {size, channels, side, side}),
        Nd4j.createFromArray(labels).castTo(type).reshape('c', new long[] {size, classes}));
  }
}
