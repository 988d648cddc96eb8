package org.conv4j.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The power of the bounds, as docs/numerics.md states it")
class DetectionPowerTest {

  private static final int SUMS = 1000;
  private static final double U = 0x1p-24;
  private static final int POINTS = 3;

  /** What n numbers of two operands are drawn from. */
  private enum Data {
    NORMAL("normal") {
      @Override
      DoubleSupplier of(SplitMix64 random) {
        return random::nextGaussian;
      }
    },
    POSITIVE("0 to 1") {
      @Override
      DoubleSupplier of(SplitMix64 random) {
        return random::nextDouble;
      }
    };

    private final String label;

    Data(String label) {
      this.label = label;
    }

    abstract DoubleSupplier of(SplitMix64 random);
  }

  /** A rule that calls a float32 sum wrong. */
  private interface Rule {
    boolean wrong(double error, double expected, double gauge);
  }

  private static List<Rule> rules(int terms) {
    ErrorBound bound = ErrorBound.of(terms);
    return List.of(
        (error, expected, gauge) -> error > bound.pass() * U * gauge,
        (error, expected, gauge) -> error > bound.hard() * U * gauge,
        (error, expected, gauge) -> error > (terms + 2) * U * gauge,
        (error, expected, gauge) -> error > 1e-5 * Math.abs(expected) + 1e-8,
        (error, expected, gauge) -> error > 1e-3 * Math.abs(expected) + 1e-5);
  }

  /** One row: of {@link #SUMS} sequential float32 sums, how many each rule accuses. */
  private record Row(int terms, Data data, double largest, int[] honest, int[] dropped) {

    static Row of(int terms, Data data) {
      SplitMix64 random = SplitMix64.stream(terms, data.ordinal());
      DoubleSupplier numbers = data.of(random);
      List<Rule> rules = rules(terms);
      int[] honest = new int[rules.size()];
      int[] dropped = new int[rules.size()];
      double largest = 0;
      for (int i = 0; i < SUMS; i++) {
        float[] x = new float[terms];
        float[] w = new float[terms];
        for (int j = 0; j < terms; j++) {
          x[j] = (float) numbers.getAsDouble();
          w[j] = (float) numbers.getAsDouble();
        }
        int left = random.nextInt(terms);
        double expected = 0;
        double gauge = 0;
        float all = 0;
        float without = 0;
        for (int j = 0; j < terms; j++) {
          double product = (double) x[j] * w[j];
          expected += product;
          gauge += Math.abs(product);
          all = Math.fma(x[j], w[j], all);
          without = j == left ? without : Math.fma(x[j], w[j], without);
        }
        largest = Math.max(largest, Math.abs(all - expected) / (U * gauge));
        for (int rule = 0; rule < rules.size(); rule++) {
          honest[rule] += rules.get(rule).wrong(Math.abs(all - expected), expected, gauge) ? 1 : 0;
          dropped[rule] +=
              rules.get(rule).wrong(Math.abs(without - expected), expected, gauge) ? 1 : 0;
        }
      }
      return new Row(terms, data, largest, honest, dropped);
    }

    List<String> cells() {
      List<String> cells = new ArrayList<>();
      cells.add(Integer.toString(terms));
      cells.add(data.label);
      cells.add(String.format(Locale.ROOT, "%.1f", largest));
      for (int rule = 0; rule < honest.length; rule++) {
        String false_ = percent(honest[rule]);
        cells.add(rule < 3 ? percent(dropped[rule]) : percent(dropped[rule]) + " / " + false_);
      }
      return cells;
    }

    private static String percent(int of) {
      return Math.round(100.0 * of / SUMS) + " %";
    }
  }

  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (int terms : new int[] {9, 27, 144, 576, 1152, 4608}) {
      for (Data data : Data.values()) {
        rows.add(Row.of(terms, data));
      }
    }
    return rows;
  }

  @Test
  @DisplayName("no honest sum is accused by a bound, and dropped terms are seen as stated")
  void isAsStated() throws IOException {
    List<Row> rows = rows();
    String table =
        rows.stream()
            .map(row -> "| " + String.join(" | ", row.cells()) + " |")
            .collect(Collectors.joining("\n"));
    List<List<String>> stated =
        Files.readAllLines(Path.of("").toAbsolutePath().getParent().resolve("docs/numerics.md"))
            .stream()
            .filter(line -> line.matches("\\| \\d+ \\| (normal|0 to 1) \\|.*"))
            .map(line -> Arrays.asList(line.replaceAll("^\\| | \\|$", "").split(" \\| ")))
            .toList();
    assertEquals(rows.size(), stated.size(), () -> "measured:\n" + table);
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      assertTrue(Arrays.stream(row.honest()).limit(3).allMatch(n -> n == 0), table);
      List<String> cells = row.cells();
      for (int cell = 0; cell < cells.size(); cell++) {
        assertClose(stated.get(i).get(cell), cells.get(cell), table);
      }
    }
  }

  /** Logarithms may differ in the last bit between machines: a few sums may fall otherwise. */
  private static void assertClose(String stated, String measured, String table) {
    double[] numbers = numbers(stated);
    double[] found = numbers(measured);
    assertEquals(numbers.length, found.length, table);
    for (int i = 0; i < numbers.length; i++) {
      assertEquals(numbers[i], found[i], POINTS, table);
    }
  }

  private static double[] numbers(String cell) {
    return Arrays.stream(cell.split("[^0-9.]+"))
        .filter(part -> !part.isEmpty())
        .mapToDouble(Double::parseDouble)
        .toArray();
  }
}
