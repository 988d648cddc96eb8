package org.conv4j.nd4j.dl4j;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.conv4j.nd4j.DoorPasses;
import org.conv4j.nd4j.normalization.BatchNormalizer;
import org.conv4j.nd4j.normalization.BatchShape;
import org.conv4j.nd4j.normalization.ChannelStatistics;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.DenseArray;
import org.conv4j.nd4j.workspace.NativeMemory;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.normalization.BatchNormalizationHelper;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes the passes of one DL4J {@code BatchNormalization} layer. Returning null leaves a pass to
 * DL4J's own code: for what conv4j does not have, logged once, and after a failure, which is logged
 * as such. DL4J's backward pass uses what its own forward pass left in the layer, and does not ask
 * how old that is; so a layer that DL4J computed once is DL4J's for good.
 *
 * <p>Of the forward pass, only the statistics of each channel are kept. DL4J hands the input to the
 * backward pass, too; but in a graph, another layer may have changed it in place by then, as
 * dropout does to what it is the last to read. So the first pass of training is on trial, with a
 * copy of the input. If the input is another one in the backward pass, the copy takes its place,
 * and DL4J, which always keeps copies, computes the layer from then on.
 */
public class NormalizationLayerHelper implements BatchNormalizationHelper {

  private static final Logger LOG = LoggerFactory.getLogger("org.conv4j.nd4j.dl4j");
  private static final Set<String> LOGGED = ConcurrentHashMap.newKeySet();
  private static final int RANK = 4;

  private volatile boolean left;
  private volatile boolean proven;
  private volatile boolean locked;
  private volatile Forward last;
  private volatile ChannelStatistics told;

  /** For one layer. */
  public NormalizationLayerHelper() {}

  /**
   * A forward pass: what it normalised with, and whether those are the statistics of its input.
   *
   * @param copy of the input; null where there is none
   */
  private record Forward(
      WeakReference<INDArray> input,
      ChannelStatistics statistics,
      boolean ofBatch,
      DenseArray copy) {

    /** The statistics of {@code input}, if it is the same, or null. */
    ChannelStatistics of(INDArray presentInput) {
      return ofBatch && input.get() == presentInput ? statistics : null;
    }

    /** Whether the input is what it was. */
    boolean saw(DenseArray presentInput) {
      return copy == null
          || (copy.length() == presentInput.length() && checksum(copy) == checksum(presentInput));
    }

    private static long checksum(DenseArray array) {
      return NativeMemory.checksum(array.address(), array.length() * array.elementType().bytes());
    }

    void close() {
      if (copy != null) {
        copy.array().close();
      }
    }
  }

  @Override
  public boolean checkSupported() {
    return true;
  }

  @Override
  public boolean checkSupported(double eps, boolean fixedGammaBeta) {
    locked = fixedGammaBeta;
    return true;
  }

  @Override
  public Map<String, Long> helperMemoryUse() {
    return Map.of();
  }

  /**
   * The output, in DL4J's ACTIVATIONS workspace.
   *
   * @param x of rank 4; a matrix comes as [examples, channels, 1, 1], whatever the format
   * @param shape [1, channels]
   * @param gamma null for a matrix where gamma and beta are locked
   * @param mean the running mean
   * @param variance the running variance
   */
  @Override
  public INDArray preOutput(
      INDArray x,
      boolean training,
      long[] shape,
      INDArray gamma,
      INDArray beta,
      INDArray mean,
      INDArray variance,
      double decay,
      double eps,
      CNN2DFormat format,
      LayerWorkspaceMgr workspaces) {
    if (left) {
      return null;
    }
    String refusal = refusal(x, shape[1], gamma, beta, format);
    if (refusal != null) {
      return leave(refusal);
    }
    try (NormalizedArrays arrays = new NormalizedArrays()) {
      INDArray y =
          workspaces.createUninitialized(ArrayType.ACTIVATIONS, x.dataType(), x.shape(), 'c');
      BatchNormalizer normalizer = normalizer(x, shape[1], format);
      var parameters =
          new BatchNormalizer.Parameters(
              NormalizedArrays.vector(gamma), NormalizedArrays.vector(beta), eps);
      DenseArray dense = arrays.dense(x);
      ChannelStatistics statistics;
      if (training) {
        statistics = normalizer.normalize(dense, parameters, DenseArray.of(y));
      } else {
        statistics =
            new ChannelStatistics(NormalizedArrays.vector(mean), NormalizedArrays.vector(variance));
        normalizer.normalize(dense, statistics, parameters, DenseArray.of(y));
      }
      DenseArray copy = training && !proven ? dense.copy() : null;
      remember(new Forward(new WeakReference<>(x), statistics, training, copy));
      told = statistics;
      DoorPasses.countOne();
      return y;
    } catch (RuntimeException | LinkageError failure) {
      return giveUp(x, failure);
    }
  }

  /**
   * The gradients: those of gamma and beta in the given views, the input's in DL4J's
   * ACTIVATION_GRAD workspace.
   *
   * @param input as in the forward pass; a matrix comes as DL4J's format has it
   * @param epsilon gradient with respect to the output
   * @param gamma never null
   * @param beta null where it is locked
   */
  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray input,
      INDArray epsilon,
      long[] shape,
      INDArray gamma,
      INDArray beta,
      INDArray gammaGradientView,
      INDArray betaGradientView,
      double eps,
      CNN2DFormat format,
      LayerWorkspaceMgr workspaces) {
    Forward forward = last;
    if (left || forward == null || input.rank() != RANK) {
      return null;
    }
    try (NormalizedArrays arrays = new NormalizedArrays()) {
      INDArray inputGradient =
          workspaces.createUninitialized(
              ArrayType.ACTIVATION_GRAD, input.dataType(), input.shape(), 'c');
      BatchNormalizer normalizer = normalizer(input, shape[1], format);
      DenseArray present = arrays.dense(input);
      boolean same = forward.saw(present);
      ChannelStatistics ofInput = same ? forward.of(input) : null;
      if (ofInput == null) {
        ofInput = normalizer.statistics(present);
      }
      ChannelStatistics ofX = same ? ofInput : forward.statistics();
      BatchNormalizer.Gradients gradients =
          normalizer.backward(
              same ? present : forward.copy(),
              arrays.dense(epsilon),
              forward.ofBatch() ? ofX : forward.statistics(),
              ofX,
              NormalizedArrays.vector(gamma),
              eps,
              DenseArray.of(inputGradient));
      NormalizedArrays.write(gradients.gamma(), gammaGradientView);
      NormalizedArrays.write(gradients.beta(), betaGradientView);
      told = ofInput;
      conclude(forward, same);
      Gradient gradient = new DefaultGradient();
      gradient.setGradientFor(BatchNormalizationParamInitializer.GAMMA, gammaGradientView);
      gradient.setGradientFor(BatchNormalizationParamInitializer.BETA, betaGradientView);
      DoorPasses.countOne();
      return new Pair<>(gradient, inputGradient);
    } catch (RuntimeException | LinkageError failure) {
      return giveUp(input, failure);
    }
  }

  private void remember(Forward forward) {
    Forward before = last;
    last = forward;
    if (before != null) {
      before.close();
    }
  }

  /** Ends the trial, if it was one. */
  private void conclude(Forward forward, boolean same) {
    if (forward.copy() != null) {
      remember(new Forward(forward.input(), forward.statistics(), forward.ofBatch(), null));
      proven = same;
    }
    if (!same) {
      leave("a BatchNormalization is left to DL4J: another layer changes its input in place");
    }
  }

  /**
   * The mean of the batch, for DL4J's running mean; where the backward pass was left to DL4J, what
   * the forward pass normalised with.
   */
  @Override
  public INDArray getMeanCache(DataType type) {
    return NormalizedArrays.array(told.mean(), type);
  }

  /** The variance, likewise. DL4J changes the array that it is given. */
  @Override
  public INDArray getVarCache(DataType type) {
    return NormalizedArrays.array(told.variance(), type);
  }

  /** Why a layer is left to DL4J, as a whole sentence; null if it is not. */
  private String refusal(
      INDArray x, long channels, INDArray gamma, INDArray beta, CNN2DFormat format) {
    if (x.dataType() != DataType.FLOAT && x.dataType() != DataType.DOUBLE) {
      return "a BatchNormalization of type %s is left to DL4J: conv4j computes FLOAT and DOUBLE"
          .formatted(x.dataType());
    }
    if (x.rank() != RANK) {
      return "a BatchNormalization of rank %d is left to DL4J".formatted(x.rank());
    }
    if (x.isEmpty()) {
      return "a BatchNormalization of no elements is left to DL4J";
    }
    if (format == CNN2DFormat.NHWC && x.size(3) != channels) {
      return "a BatchNormalization of a matrix whose format is NHWC is left to DL4J, which cannot"
          + " take back its gradient";
    }
    if (gamma == null || beta == null) {
      return "a BatchNormalization of a matrix with locked gamma and beta is left to DL4J, which does"
          + " not tell what they are";
    }
    if (locked && (gamma.getDouble(0) != 1) != (beta.getDouble(0) != 0)) {
      return "a BatchNormalization with locked gamma %s and beta %s is left to DL4J, which ignores both"
          .formatted(gamma.getDouble(0), beta.getDouble(0));
    }
    return null;
  }

  private static BatchNormalizer normalizer(INDArray x, long channels, CNN2DFormat format) {
    boolean interleaved = format == CNN2DFormat.NHWC;
    BatchShape shape =
        new BatchShape(
            x.size(0),
            Math.toIntExact(channels),
            x.length() / x.size(0) / channels,
            interleaved ? BatchShape.Order.INTERLEAVED : BatchShape.Order.PLANAR);
    return new BatchNormalizer(shape, Workers.shared());
  }

  private <T> T leave(String refusal) {
    left = true;
    if (LOGGED.add(refusal)) {
      LOG.info("{}", refusal);
    }
    return null;
  }

  private <T> T giveUp(INDArray x, Throwable failure) {
    left = true;
    LOG.warn(
        "conv4j failed at a BatchNormalization of {}; DL4J computes this layer from now on",
        Arrays.toString(x.shape()),
        failure);
    return null;
  }
}
