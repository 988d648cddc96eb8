package org.conv4j.nd4j.dl4j;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.conv4j.ConvDirection;

/**
 * What became of one layer.
 *
 * @param name of the layer, or its position in a network without names
 * @param type simple class name of the layer
 * @param taken whether conv4j computes it
 * @param reason why not; null if it is taken
 * @param algorithms that compute it, by direction; empty if it is not taken, is no convolution, or
 *     the size of its input was not told
 */
public record LayerReport(
    String name, String type, boolean taken, String reason, Map<ConvDirection, String> algorithms) {

  /** Copies, in the order of directions. */
  public LayerReport {
    algorithms = Collections.unmodifiableMap(new TreeMap<>(algorithms));
  }

  /** Whether conv4j computes it, and it is such a layer. */
  public boolean takenAs(ServedLayer layer) {
    return taken && type.equals(layer.type());
  }
}
