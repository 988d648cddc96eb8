package org.conv4j.nd4j.dl4j;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.deeplearning4j.config.DL4JClassLoading;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Gives every {@link ServedLayer} that DL4J creates from now on a helper of conv4j: {@link
 * ConvolutionLayerHelper}, {@link NormalizationLayerHelper}. DL4J creates helpers by the names of
 * classes of its own, whose answer in its last release is always no; so its class loader is given
 * one that knows those names first. Layers created before keep what they have.
 */
public final class LayerDoor {

  private static final String ONE_DNN = "org.nd4j.nativeblas.Nd4jCpu$Environment";
  private static final String DISABLE = "org.eclipse.deeplearning4j.helpers.disable";

  private LayerDoor() {}

  /**
   * Installs the door, once.
   *
   * @param layers that are to be served
   * @return what was done, for the log
   * @throws IOException if a class file of conv4j cannot be read
   * @throws ReflectiveOperationException if DL4J could not create a helper
   */
  public static synchronized String install(Set<ServedLayer> layers)
      throws IOException, ReflectiveOperationException {
    String disabled = System.getProperty(DISABLE);
    if (disabled != null && Boolean.parseBoolean(disabled)) {
      return "layers: left to DL4J, because -D" + DISABLE + "=" + disabled;
    }
    ClassLoader present = DL4JClassLoading.getDl4jClassloader();
    if (!(present instanceof HelperClassLoader)) {
      Map<String, byte[]> classes = new HashMap<>();
      classes.put(ONE_DNN, RenamedClass.bytes(OneDnnTemplate.class, ONE_DNN));
      for (ServedLayer layer : layers) {
        classes.put(layer.helper(), RenamedClass.bytes(layer.template(), layer.helper()));
      }
      ClassLoader own = new HelperClassLoader(present, classes);
      for (ServedLayer layer : layers) {
        requireHelper(own, layer);
      }
      DL4JClassLoading.setDl4jClassloader(own);
    }
    System.setProperty(DISABLE, "false");
    return "layers: DL4J's "
        + layers.stream().sorted().map(ServedLayer::type).collect(Collectors.joining(" and "));
  }

  /** What cannot be created now would break the creation of a layer later. */
  private static void requireHelper(ClassLoader own, ServedLayer layer)
      throws ReflectiveOperationException {
    Class.forName(layer.helper(), true, own)
        .getConstructor(DataType.class)
        .newInstance(DataType.FLOAT);
  }
}
