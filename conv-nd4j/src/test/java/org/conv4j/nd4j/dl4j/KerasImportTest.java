package org.conv4j.nd4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.SplittableRandom;
import org.bytedeco.hdf5.Attribute;
import org.bytedeco.hdf5.DataSet;
import org.bytedeco.hdf5.DataSpace;
import org.bytedeco.hdf5.Group;
import org.bytedeco.hdf5.H5File;
import org.bytedeco.hdf5.H5Object;
import org.bytedeco.hdf5.PredType;
import org.bytedeco.hdf5.StrType;
import org.bytedeco.hdf5.global.hdf5;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.conv4j.nd4j.WithoutDoors;
import org.deeplearning4j.nn.modelimport.keras.KerasModelImport;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@DisplayName("A model of Keras")
class KerasImportTest {

  private static final String CONVOLUTION =
      """
      {"class_name": "Conv2D", "config": {"name": "%s", "trainable": true, %s"dtype": "float32",
       "filters": %d, "kernel_size": [3, 2], "strides": [%d, 1], "padding": "%s",
       "data_format": "channels_last", "dilation_rate": [1, 1], "activation": "%s",
       "use_bias": %b, "kernel_initializer": {"class_name": "GlorotUniform", "config": {}},
       "bias_initializer": {"class_name": "Zeros", "config": {}}}}""";

  private static final String DENSE =
      """
      {"class_name": "Flatten", "config": {"name": "flatten", "trainable": true,
       "data_format": "channels_last"}},
      {"class_name": "Dense", "config": {"name": "dense", "trainable": true, "units": 3,
       "activation": "softmax", "use_bias": true,
       "kernel_initializer": {"class_name": "GlorotUniform", "config": {}},
       "bias_initializer": {"class_name": "Zeros", "config": {}}}}""";

  @TempDir private Path folder;

  @Test
  @DisplayName("is imported into layers that conv4j computes, in Keras's own layout")
  void isComputedByConv4j() throws Exception {
    Path file = folder.resolve("model.h5");
    write(file);
    MultiLayerNetwork stock = WithoutDoors.layers(() -> read(file));
    MultiLayerNetwork ours = read(file);
    INDArray images =
        Nd4j.createFromArray(numbers(1, 4 * 9 * 8 * 2)).reshape('c', new long[] {4, 9, 8, 2});

    INDArray expected = stock.output(images);
    INDArray actual = ours.output(images);

    assertInstanceOf(ConvolutionLayerHelper.class, ours.getLayer(0).getHelper());
    assertInstanceOf(ConvolutionLayerHelper.class, ours.getLayer(1).getHelper());
    assertEquals(null, stock.getLayer(0).getHelper());
    double difference = expected.sub(actual).amaxNumber().doubleValue();
    assertTrue(difference < 1e-5, "difference " + difference);
    assertTrue(expected.stdNumber().doubleValue() > 0.01, "the answers hardly depend on anything");
  }

  private static MultiLayerNetwork read(Path file) {
    try {
      return KerasModelImport.importKerasSequentialModelAndWeights(file.toString(), false);
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static void write(Path path) {
    String first =
        CONVOLUTION.formatted(
            "first", "\"batch_input_shape\": [null, 9, 8, 2], ", 5, 1, "same", "relu", true);
    String second = CONVOLUTION.formatted("second", "", 4, 2, "valid", "linear", false);
    try (H5File file = new H5File(path.toString(), hdf5.H5F_ACC_TRUNC())) {
      attribute(
          file,
          "model_config",
          "{\"class_name\": \"Sequential\", \"config\": {\"name\": \"model\", \"layers\": ["
              + first
              + ", "
              + second
              + ", "
              + DENSE
              + "]}}");
      attribute(file, "keras_version", "2.2.4");
      attribute(file, "backend", "tensorflow");
      try (Group weights = file.createGroup("model_weights")) {
        attribute(weights, "keras_version", "2.2.4");
        attribute(weights, "backend", "tensorflow");
        layer(weights, "first", numbers(2, 3 * 2 * 2 * 5), numbers(3, 5), 3, 2, 2, 5);
        layer(weights, "second", numbers(4, 3 * 2 * 5 * 4), null, 3, 2, 5, 4);
        layer(weights, "dense", numbers(5, 4 * 7 * 4 * 3), numbers(6, 3), 4 * 7 * 4, 3);
      }
    }
  }

  private static void layer(
      Group weights, String name, float[] kernel, float[] bias, long... kernelShape) {
    try (Group outer = weights.createGroup(name);
        Group inner = outer.createGroup(name)) {
      String names = name + "/kernel:0" + (bias == null ? "" : "\0" + name + "/bias:0");
      attribute(outer, "weight_names", names);
      dataSet(inner, "kernel:0", kernel, kernelShape);
      if (bias != null) {
        dataSet(inner, "bias:0", bias, bias.length);
      }
    }
  }

  private static void attribute(H5Object where, String name, String text) {
    try (StrType type = new StrType(PredType.C_S1(), text.length() + 1L);
        DataSpace scalar = new DataSpace();
        Attribute attribute = where.createAttribute(name, type, scalar);
        BytePointer bytes = new BytePointer(text)) {
      attribute.write(type, bytes);
    }
  }

  private static void dataSet(Group group, String name, float[] values, long... shape) {
    try (DataSpace space = new DataSpace(shape.length, shape);
        DataSet set = group.createDataSet(name, PredType.NATIVE_FLOAT(), space);
        FloatPointer numbers = new FloatPointer(values)) {
      set.write(numbers, PredType.NATIVE_FLOAT());
    }
  }

  private static float[] numbers(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextDouble(-0.5, 0.5);
    }
    return numbers;
  }
}
