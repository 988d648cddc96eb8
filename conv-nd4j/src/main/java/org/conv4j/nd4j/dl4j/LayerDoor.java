package org.conv4j.nd4j.dl4j;

import java.io.IOException;
import java.util.Map;
import org.deeplearning4j.config.DL4JClassLoading;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Gives every {@code ConvolutionLayer} that DL4J creates from now on a {@link
 * ConvolutionLayerHelper}. DL4J creates helpers by the name of a class of its own, whose answer in
 * its last release is always no; so its class loader is given one that knows that name first.
 * Layers created before keep what they have.
 */
public final class LayerDoor {

  private static final String HELPER = "org.deeplearning4j.nn.layers.mkldnn.MKLDNNConvHelper";
  private static final String ONE_DNN = "org.nd4j.nativeblas.Nd4jCpu$Environment";
  private static final String DISABLE = "org.eclipse.deeplearning4j.helpers.disable";

  private LayerDoor() {}

  /**
   * Installs the door, once.
   *
   * @return what was done, for the log
   * @throws IOException if a class file of conv4j cannot be read
   * @throws ReflectiveOperationException if DL4J could not create the helper
   */
  public static synchronized String install() throws IOException, ReflectiveOperationException {
    String disabled = System.getProperty(DISABLE);
    if (disabled != null && Boolean.parseBoolean(disabled)) {
      return "layers: left to DL4J, because -D" + DISABLE + "=" + disabled;
    }
    ClassLoader present = DL4JClassLoading.getDl4jClassloader();
    if (!(present instanceof HelperClassLoader)) {
      ClassLoader own =
          new HelperClassLoader(
              present,
              Map.of(
                  HELPER, RenamedClass.bytes(HelperTemplate.class, HELPER),
                  ONE_DNN, RenamedClass.bytes(OneDnnTemplate.class, ONE_DNN)));
      requireHelper(own);
      DL4JClassLoading.setDl4jClassloader(own);
    }
    System.setProperty(DISABLE, "false");
    return "layers: DL4J's ConvolutionLayer";
  }

  /** What cannot be created now would break the creation of a layer later. */
  private static void requireHelper(ClassLoader own) throws ReflectiveOperationException {
    Class.forName(HELPER, true, own).getConstructor(DataType.class).newInstance(DataType.FLOAT);
  }
}
