package org.conv4j.verify.framework.child;

/** Elements of tensors as arrays of the type that a framework computes in. */
public final class Elements {

  private Elements() {}

  /** A new array with {@code values}, rounded to the nearest float32. */
  public static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** A new array with {@code values}, unchanged. */
  public static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }
}
