package org.conv4j.nd4j.selection;

import java.util.List;
import java.util.Objects;
import org.conv4j.nd4j.algorithm.Algorithm;
import org.conv4j.nd4j.algorithm.Depthwise;
import org.conv4j.nd4j.algorithm.Direct;
import org.conv4j.nd4j.algorithm.First;
import org.conv4j.nd4j.algorithm.Im2col;
import org.conv4j.nd4j.algorithm.Native;
import org.conv4j.nd4j.algorithm.Pointwise;
import org.conv4j.nd4j.algorithm.Portable;
import org.conv4j.nd4j.algorithm.Shifted;
import org.conv4j.nd4j.algorithm.Tiny;
import org.conv4j.nd4j.algorithm.Winograd2;
import org.conv4j.nd4j.algorithm.Winograd4;

/**
 * The algorithms in order of preference. For each direction the first that can compute it, and that
 * its row thinks {@linkplain Worth worth} it, is chosen; the last takes everything.
 *
 * @param rows best first
 */
public record AlgorithmTable(List<Row> rows) {

  /** Validates, and copies the list. */
  public AlgorithmTable {
    rows = List.copyOf(rows);
  }

  /** The table that is used unless a caller forces an algorithm. */
  public static AlgorithmTable standard() {
    return new AlgorithmTable(
        List.of(
            new Row(new Tiny(), Worth.always()),
            new Row(new Native(), SelectionCosts.nativeOp()),
            new Row(new Pointwise(), SelectionCosts.pointwise()),
            new Row(new Depthwise(), SelectionCosts.depthwise()),
            new Row(new First(), SelectionCosts.first()),
            new Row(new Winograd4(), Worth.ifTransformsAllowed(SelectionCosts.winograd())),
            new Row(new Winograd2(), SelectionCosts.winograd2()),
            new Row(new Direct(), SelectionCosts.direct()),
            new Row(new Shifted(), SelectionCosts.shifted()),
            new Row(new Im2col(), Worth.always()),
            new Row(new Portable(), Worth.always())));
  }

  /**
   * The algorithm of that name.
   *
   * @throws IllegalArgumentException if there is none; the message lists the names
   */
  public Algorithm named(String name) {
    Objects.requireNonNull(name, "name");
    for (Row row : rows) {
      if (row.algorithm().name().equals(name)) {
        return row.algorithm();
      }
    }
    throw new IllegalArgumentException(
        "unknown algorithm '" + name + "': expected one of " + String.join(", ", names()));
  }

  /** The names, best first. */
  public List<String> names() {
    return rows.stream().map(row -> row.algorithm().name()).toList();
  }

  /**
   * One algorithm.
   *
   * @param algorithm can it?
   * @param worth should it?
   */
  public record Row(Algorithm algorithm, Worth worth) {}
}
