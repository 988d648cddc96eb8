package org.conv4j.nd4j.panel;

import java.util.Arrays;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.conv4j.nd4j.workspace.Workspace;

/** The sum of each channel over images and pixels, accumulated in float64: the bias gradient. */
public final class ChannelSums {

  /** Floats that are read at a time; they stay in the first-level cache. */
  private static final int RUN = 4096;

  private static final int PARTS = 8;

  private final ImageShape shape;
  private final Workers workers;
  private final long workspaceBytes;

  /** A plan; needs {@link #bytes} of workspace. */
  public ChannelSums(ImageShape shape, Workers workers, long workspaceBytes) {
    this.shape = shape;
    this.workers = workers;
    this.workspaceBytes = workspaceBytes;
  }

  /** Bytes of workspace that the calling thread takes, its part in the work included. */
  public long bytes() {
    return (long) PARTS * shape.channels() * Double.BYTES
        + (long) Math.max(RUN, shape.channels()) * 2 * Float.BYTES;
  }

  /** Computes the sums. */
  public void execute(FloatMemory images, FloatMemory sums) {
    if (shape.planar()) {
      int channels = shape.channels();
      int tasks = Math.min(channels, 2 * PARTS);
      workers.run(
          tasks,
          workspaceBytes,
          (task, frame) -> {
            float[] run = frame.floats(RUN);
            int end = (int) ((long) channels * (task + 1) / tasks);
            for (int c = (int) ((long) channels * task / tasks); c < end; c++) {
              run[0] = (float) planarSum(images, c, run);
              sums.write(run, 0, 1, c);
            }
          });
    } else {
      try (Workspace.Frame frame = Workspace.ofThread().open(workspaceBytes)) {
        interleavedSums(images, sums, frame);
      }
    }
  }

  private double planarSum(FloatMemory images, int channel, float[] run) {
    int plane = shape.height() * shape.width();
    double sum = 0;
    for (int image = 0; image < shape.images(); image++) {
      long start = shape.index(image, channel, 0, 0);
      for (int from = 0; from < plane; from += RUN) {
        int count = Math.min(RUN, plane - from);
        images.read(start + from, run, 0, count);
        sum += sum(run, count);
      }
    }
    return sum;
  }

  /** Four sums side by side, so that an addition need not wait for the one before. */
  private static double sum(float[] values, int count) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 4 <= count; i += 4) {
      a += values[i];
      b += values[i + 1];
      c += values[i + 2];
      d += values[i + 3];
    }
    for (; i < count; i++) {
      a += values[i];
    }
    return a + b + (c + d);
  }

  private void interleavedSums(FloatMemory images, FloatMemory sums, Workspace.Frame frame) {
    int channels = shape.channels();
    long pixels = (long) shape.images() * shape.height() * shape.width();
    int parts = (int) Math.min(PARTS, pixels);
    double[] partial = frame.doubles((long) parts * channels);
    int pixelsAtATime = Math.max(1, RUN / channels);
    workers.run(
        parts,
        workspaceBytes,
        (part, taskFrame) -> {
          float[] run = taskFrame.floats((long) pixelsAtATime * channels);
          Arrays.fill(partial, part * channels, (part + 1) * channels, 0);
          long end = pixels * (part + 1) / parts;
          for (long pixel = pixels * part / parts; pixel < end; pixel += pixelsAtATime) {
            int count = (int) Math.min(pixelsAtATime, end - pixel);
            images.read(pixel * channels, run, 0, count * channels);
            addPixels(run, count, partial, part * channels);
          }
        });
    float[] result = frame.floats(channels);
    for (int c = 0; c < channels; c++) {
      double sum = 0;
      for (int part = 0; part < parts; part++) {
        sum += partial[part * channels + c];
      }
      result[c] = (float) sum;
    }
    sums.write(result, 0, channels, 0);
  }

  private void addPixels(float[] run, int pixels, double[] sums, int at) {
    int channels = shape.channels();
    for (int pixel = 0; pixel < pixels; pixel++) {
      int from = pixel * channels;
      for (int c = 0; c < channels; c++) {
        sums[at + c] += run[from + c];
      }
    }
  }
}
