package org.conv4j.reference;

import org.conv4j.ConvProblem;
import org.conv4j.Tensor;

/**
 * The definition of {@link org.conv4j.Convolution} as if computed with twice float64's digits and
 * rounded once: accurate enough to judge float64 results. The error of each element is at most
 * {@code u |exact| + 2 n^2 u^2 gauge} with {@code u = 2^-53}, n products and their absolute sum as
 * gauge (Ogita, Rump and Oishi, "Accurate sum and dot product", 2005, theorem on Dot2), as long as
 * no product's rounding error underflows. Where the plain sum is infinite or NaN, so is this.
 */
public final class CompensatedReference extends ReferenceConvolution {

  /** The reference for {@code problem}. */
  public CompensatedReference(ConvProblem problem) {
    super(problem);
  }

  @Override
  protected void computeForward(Tensor input, Tensor filter, Tensor bias, Tensor output) {
    ConvolutionLoops loops = new ConvolutionLoops(problem());
    CompensatedSums sums = new CompensatedSums(output.size());
    if (bias != null) {
      double[] b = bias.values();
      loops.forEachOutput((o, k) -> sums.add(o, b[k]));
    }
    double[] x = input.values();
    double[] w = filter.values();
    int inputStep = loops.inputStep();
    int outputStep = loops.outputStep();
    loops.forEachRun(
        (i, f, o, count) -> {
          double weight = w[f];
          for (int t = 0; t < count; t++) {
            sums.addProduct(o + t * outputStep, x[i + t * inputStep], weight);
          }
        });
    sums.roundTo(output.values());
  }

  @Override
  protected void computeInputGradient(Tensor filter, Tensor outputGradient, Tensor inputGradient) {
    ConvolutionLoops loops = new ConvolutionLoops(problem());
    CompensatedSums sums = new CompensatedSums(inputGradient.size());
    double[] w = filter.values();
    double[] dy = outputGradient.values();
    int inputStep = loops.inputStep();
    int outputStep = loops.outputStep();
    loops.forEachRun(
        (i, f, o, count) -> {
          double weight = w[f];
          for (int t = 0; t < count; t++) {
            sums.addProduct(i + t * inputStep, dy[o + t * outputStep], weight);
          }
        });
    sums.roundTo(inputGradient.values());
  }

  @Override
  protected void computeFilterGradient(Tensor input, Tensor outputGradient, Tensor filterGradient) {
    ConvolutionLoops loops = new ConvolutionLoops(problem());
    CompensatedSums sums = new CompensatedSums(filterGradient.size());
    double[] x = input.values();
    double[] dy = outputGradient.values();
    int inputStep = loops.inputStep();
    int outputStep = loops.outputStep();
    loops.forEachRun(
        (i, f, o, count) -> {
          for (int t = 0; t < count; t++) {
            sums.addProduct(f, x[i + t * inputStep], dy[o + t * outputStep]);
          }
        });
    sums.roundTo(filterGradient.values());
  }

  @Override
  protected void computeBiasGradient(Tensor outputGradient, Tensor biasGradient) {
    double[] dy = outputGradient.values();
    CompensatedSums sums = new CompensatedSums(biasGradient.size());
    new ConvolutionLoops(problem()).forEachOutput((o, k) -> sums.add(k, dy[o]));
    sums.roundTo(biasGradient.values());
  }
}
