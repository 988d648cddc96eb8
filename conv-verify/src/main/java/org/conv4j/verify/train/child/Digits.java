package org.conv4j.verify.train.child;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Handwritten digits.
 *
 * @param pixels of each, row by row, from 0 to 1
 * @param labels what each is
 */
record Digits(float[][] pixels, int[] labels) {

  private static final int SIDE = 28;
  private static final int KINDS = 10;
  private static final int IMAGES_MAGIC = 2051;
  private static final int LABELS_MAGIC = 2049;

  /** Those to learn from. */
  static Digits toTrain() throws IOException {
    return read("train");
  }

  /** Those to be recognised. */
  static Digits toTest() throws IOException {
    return read("test");
  }

  int size() {
    return labels.length;
  }

  /** Some of them as a batch [n, 1, 28, 28]. */
  INDArray features(DataType type, int... chosen) {
    float[] values = new float[chosen.length * SIDE * SIDE];
    for (int n = 0; n < chosen.length; n++) {
      System.arraycopy(pixels[chosen[n]], 0, values, n * SIDE * SIDE, SIDE * SIDE);
    }
    return Nd4j.createFromArray(values)
        .castTo(type)
        .reshape('c', new long[] {chosen.length, 1, SIDE, SIDE});
  }

  /** What they are, as [n, 10] of zeros and one 1 a row. */
  INDArray oneHot(DataType type, int... chosen) {
    INDArray rows = Nd4j.zeros(type, chosen.length, KINDS);
    for (int n = 0; n < chosen.length; n++) {
      rows.putScalar(n, labels[chosen[n]], 1);
    }
    return rows;
  }

  private static Digits read(String set) throws IOException {
    int[] labels;
    try (DataInputStream in = open("digits-" + set + "-labels-idx1-ubyte.gz", LABELS_MAGIC)) {
      labels = new int[in.readInt()];
      for (int n = 0; n < labels.length; n++) {
        labels[n] = in.readUnsignedByte();
      }
    }
    try (DataInputStream in = open("digits-" + set + "-images-idx3-ubyte.gz", IMAGES_MAGIC)) {
      int count = in.readInt();
      if (count != labels.length || in.readInt() != SIDE || in.readInt() != SIDE) {
        throw new IOException("images and labels of the digits to " + set + " do not belong");
      }
      float[][] pixels = new float[count][SIDE * SIDE];
      for (float[] digit : pixels) {
        for (int i = 0; i < digit.length; i++) {
          digit[i] = in.readUnsignedByte() / 255f;
        }
      }
      return new Digits(pixels, labels);
    }
  }

  private static DataInputStream open(String file, int magic) throws IOException {
    String path = "/org/conv4j/verify/train/" + file;
    InputStream resource = Digits.class.getResourceAsStream(path);
    if (resource == null) {
      throw new IOException(path + " is not on the class path");
    }
    DataInputStream in = new DataInputStream(new GZIPInputStream(resource));
    int found = in.readInt();
    if (found != magic) {
      throw new IOException(path + " begins with " + found + ", expected " + magic);
    }
    return in;
  }
}
