package org.conv4j.reference;

import java.util.Arrays;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;

/**
 * The definition of {@link org.conv4j.Convolution}, as loops. Padding is never multiplied: products
 * with it are left out. Each element's sum runs in a fixed order, starting from the bias.
 */
public final class DirectReference extends ReferenceConvolution {

  /** The reference for {@code problem}. */
  public DirectReference(ConvProblem problem) {
    super(problem);
  }

  @Override
  protected void computeForward(Tensor input, Tensor filter, Tensor bias, Tensor output) {
    ConvolutionLoops loops = new ConvolutionLoops(problem());
    double[] x = input.values();
    double[] w = filter.values();
    double[] y = output.values();
    if (bias == null) {
      Arrays.fill(y, 0);
    } else {
      double[] b = bias.values();
      loops.forEachOutput((o, k) -> y[o] = b[k]);
    }
    int inputStep = loops.inputStep();
    int outputStep = loops.outputStep();
    loops.forEachRun(
        (i, f, o, count) -> {
          double weight = w[f];
          for (int t = 0; t < count; t++) {
            y[o + t * outputStep] += x[i + t * inputStep] * weight;
          }
        });
  }

  @Override
  protected void computeInputGradient(Tensor filter, Tensor outputGradient, Tensor inputGradient) {
    ConvolutionLoops loops = new ConvolutionLoops(problem());
    double[] w = filter.values();
    double[] dy = outputGradient.values();
    double[] dx = inputGradient.values();
    Arrays.fill(dx, 0);
    int inputStep = loops.inputStep();
    int outputStep = loops.outputStep();
    loops.forEachRun(
        (i, f, o, count) -> {
          double weight = w[f];
          for (int t = 0; t < count; t++) {
            dx[i + t * inputStep] += dy[o + t * outputStep] * weight;
          }
        });
  }

  @Override
  protected void computeFilterGradient(Tensor input, Tensor outputGradient, Tensor filterGradient) {
    ConvolutionLoops loops = new ConvolutionLoops(problem());
    double[] x = input.values();
    double[] dy = outputGradient.values();
    double[] dw = filterGradient.values();
    Arrays.fill(dw, 0);
    int inputStep = loops.inputStep();
    int outputStep = loops.outputStep();
    loops.forEachRun(
        (i, f, o, count) -> {
          double sum = dw[f];
          for (int t = 0; t < count; t++) {
            sum += x[i + t * inputStep] * dy[o + t * outputStep];
          }
          dw[f] = sum;
        });
  }

  @Override
  protected void computeBiasGradient(Tensor outputGradient, Tensor biasGradient) {
    double[] dy = outputGradient.values();
    double[] db = biasGradient.values();
    Arrays.fill(db, 0);
    new ConvolutionLoops(problem()).forEachOutput((o, k) -> db[k] += dy[o]);
  }
}
