package org.conv4j.nd4j.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;

/**
 * What a network's inputs look like. DL4J saves the number of channels, but not the size of
 * pictures; that follows, up to a few pixels, where a flattened layer says how much must be left.
 */
final class InputShapes {

  private static final int LARGEST = 1024;

  private final NetworkGraph graph;

  private InputShapes(NetworkGraph graph) {
    this.graph = graph;
  }

  /**
   * Shapes of one example of each input, without the batch axis: as the configuration has it, or
   * else the smallest square that fits.
   *
   * @throws UnusableNetworkException if the configuration leaves it open
   */
  static List<long[]> of(NetworkGraph graph) {
    return new InputShapes(graph).shapes();
  }

  /**
   * Refuses channels that the network does not take; everything else is DL4J's to say.
   *
   * @param shape of one example
   */
  static void check(NetworkGraph graph, int input, long[] shape) {
    Form form = new InputShapes(graph).form(graph.inputs().get(input));
    if (form instanceof Picture picture) {
      int axis = picture.format() == CNN2DFormat.NHWC ? 2 : 0;
      if (shape.length != 3 || shape[axis] != picture.channels()) {
        throw new UnusableNetworkException(
            "an input of shape %s does not fit: the network takes pictures of %d channels, %s for one"
                .formatted(
                    Arrays.toString(shape),
                    picture.channels(),
                    axis == 0
                        ? "[%d, height, width]".formatted(picture.channels())
                        : "[height, width, %d]".formatted(picture.channels())));
      }
    } else if (form instanceof Flat flat && !(shape.length == 1 && shape[0] == flat.size())) {
      throw new UnusableNetworkException(
          "an input of shape %s does not fit: the network takes %d numbers, [%d] for one"
              .formatted(Arrays.toString(shape), flat.size(), flat.size()));
    }
  }

  /** What one input is, as far as the configuration tells. */
  private sealed interface Form {}

  private record Flat(long size) implements Form {}

  private record Picture(long channels, CNN2DFormat format) implements Form {}

  private record Open() implements Form {}

  private List<long[]> shapes() {
    List<Form> forms = graph.inputs().stream().map(this::form).toList();
    if (forms.stream().anyMatch(Open.class::isInstance)) {
      throw new UnusableNetworkException(
          "the network's file does not tell the shape of its input: give it, for instance %s"
              .formatted(example()));
    }
    boolean pictures = forms.stream().anyMatch(Picture.class::isInstance);
    long size = pictures ? smallestThatFits(forms) : 0;
    return forms.stream().map(form -> shape(form, size)).toList();
  }

  private Form form(String input) {
    for (NetworkGraph.Node node : graph.reachedFrom(input)) {
      if (node.preprocessor() instanceof FeedForwardToCnnPreProcessor unflatten) {
        return new Flat(
            unflatten.getInputHeight() * unflatten.getInputWidth() * unflatten.getNumChannels());
      }
      if (node.layer() instanceof Convolution1DLayer || node.layer() instanceof Convolution3D) {
        return new Open();
      }
      if (node.layer() instanceof ConvolutionLayer convolution) {
        return new Picture(convolution.getNIn(), convolution.getCnn2dDataFormat());
      }
      if (node.layer() instanceof FeedForwardLayer dense
          && dense.getClass().getSimpleName().equals("DenseLayer")
          && node.preprocessor() == null) {
        return new Flat(dense.getNIn());
      }
    }
    return new Open();
  }

  private long smallestThatFits(List<Form> forms) {
    for (int size = 1; size <= LARGEST; size++) {
      if (fits(forms, size)) {
        return size;
      }
    }
    throw new UnusableNetworkException(
        "the network's file does not tell the size of its pictures: give it, for instance %s"
            .formatted(example()));
  }

  /** Options for each input. */
  private String example() {
    return graph.inputs().stream()
        .map(input -> example(form(input)))
        .collect(Collectors.joining(" "));
  }

  private static String example(Form form) {
    long[] shape = form instanceof Open ? new long[] {3, 224} : shape(form, 224);
    return "--input-shape "
        + Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(","));
  }

  /** Whether every flattened layer finds as many pixels as its configuration says. */
  private boolean fits(List<Form> forms, int size) {
    Map<String, InputType> outputs;
    try {
      outputs = graph.outputs(forms.stream().map(form -> type(form, size)).toList());
    } catch (RuntimeException refused) {
      return false;
    }
    int met = 0;
    for (NetworkGraph.Node node : graph.nodes().values()) {
      if (node.preprocessor() instanceof CnnToFeedForwardPreProcessor flatten
          && flatten.getInputHeight() > 0) {
        if (!(outputs.get(node.inputs().get(0)) instanceof InputType.InputTypeConvolutional pixels)
            || pixels.getHeight() != flatten.getInputHeight()
            || pixels.getWidth() != flatten.getInputWidth()) {
          return false;
        }
        met++;
      }
    }
    return met > 0;
  }

  private static InputType type(Form form, long size) {
    return form instanceof Picture picture
        ? InputType.convolutional(size, size, picture.channels(), picture.format())
        : InputType.feedForward(((Flat) form).size());
  }

  private static long[] shape(Form form, long size) {
    if (form instanceof Picture picture) {
      return picture.format() == CNN2DFormat.NHWC
          ? new long[] {size, size, picture.channels()}
          : new long[] {picture.channels(), size, size};
    }
    return new long[] {((Flat) form).size()};
  }

  /** {@code shape} of one example, for several. */
  static long[] withBatch(long batch, long[] shape) {
    List<Long> axes = new ArrayList<>(List.of(batch));
    Arrays.stream(shape).forEach(axes::add);
    return axes.stream().mapToLong(Long::longValue).toArray();
  }
}
