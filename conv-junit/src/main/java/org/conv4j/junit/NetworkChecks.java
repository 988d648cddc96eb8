package org.conv4j.junit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.conv4j.ConvProblem;
import org.conv4j.network.LayerConvolution;
import org.conv4j.network.NetworkConvolutions;
import org.conv4j.network.NetworkConvolutions.LeftOut;

/** What is checked of a network. */
final class NetworkChecks {

  private NetworkChecks() {}

  /**
   * Each layer with the network's own numbers; and with integers, layers of one class that compute
   * the same problem once.
   *
   * @throws IllegalArgumentException if there is nothing to check
   */
  static List<Check> of(NetworkConvolutions network) {
    if (network.found().isEmpty()) {
      throw new IllegalArgumentException(
          network.leftOut().isEmpty()
              ? "the network has no convolution layer: there is nothing to check"
              : "the network has no convolution that can be checked: "
                  + network.leftOut().stream()
                      .map(NetworkChecks::sentence)
                      .collect(Collectors.joining("; ")));
    }
    record Kind(ConvProblem problem, Class<?> type, String helper) {}
    Set<Kind> seen = new HashSet<>();
    List<Check> checks = new ArrayList<>();
    for (LayerConvolution layer : network.found()) {
      Subject subject = new LayerSubject(layer);
      if (seen.add(new Kind(layer.problem(), layer.type(), layer.helper()))) {
        checks.addAll(Check.of(subject, Numbers.integers(layer.problem())));
      }
      checks.addAll(Check.of(subject, Numbers.ofNetwork(layer.problem(), layer.met())));
    }
    return checks;
  }

  static String sentence(LeftOut layer) {
    return "layer '%s' (%s): %s".formatted(layer.name(), layer.type(), layer.reason());
  }
}
