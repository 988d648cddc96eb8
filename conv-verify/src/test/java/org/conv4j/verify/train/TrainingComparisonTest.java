package org.conv4j.verify.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.conv4j.verify.framework.Door;
import org.conv4j.verify.record.ReportRecord;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A training through a door")
class TrainingComparisonTest {

  private static final String STOCK = "org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner";
  private static final String OURS = "org.conv4j.nd4j.ops.ConvExecutioner";

  @Test
  @DisplayName("is the same as the stock one within rounding")
  void isTheSameWithinRounding() {
    assertEquals(List.of(), compare(run(Door.LAYER, STOCK, "Helper", 1e-12, 1e-7, 0.935)));
  }

  @ParameterizedTest(name = "is not the same with float64 {0}, float32 {1}, accuracy {2}")
  @CsvSource({
    "2e-9, 0, 0.93, float64 parameters differ",
    "NaN, 0, 0.93, float64 parameters differ",
    "0, 2e-4, 0.93, float32 parameters differ",
    "0, NaN, 0.93, float32 parameters differ",
    "0, 0, 0.915, accuracies in % differ"
  })
  void isNotTheSame(double float64, double float32, double accuracy, String fault) {
    List<String> faults = compare(run(Door.LAYER, STOCK, "Helper", float64, float32, accuracy));

    assertEquals(1, faults.size(), faults::toString);
    assertTrue(faults.get(0).startsWith(fault), faults::toString);
  }

  @ParameterizedTest(name = "is worth nothing where door {0} has executioner {1} and helper {2}")
  @CsvSource({
    "LAYER, " + STOCK + ", ",
    "LAYER, " + OURS + ", Helper",
    "AGENT, " + STOCK + ", Helper",
    "AGENT, " + OURS + ", ",
  })
  void needsItsDoor(Door door, String executioner, String helper) {
    List<String> faults = compare(run(door, executioner, helper, 0, 0, 0.93));

    assertEquals(1, faults.size(), faults::toString);
    assertTrue(faults.get(0).startsWith("the door is not open"), faults::toString);
  }

  @Test
  @DisplayName("is written as JSON and drawn as well-formed SVG")
  void isWrittenAndDrawn() throws Exception {
    Trainings trainings =
        new Trainings(
            new TrainingTask(NetworkKind.DL4J, 4, 2, 2, 1),
            2,
            List.of(
                run(Door.STOCK, STOCK, null, 0, 0, 0.93),
                run(Door.LAYER, STOCK, "Helper", 2e-9, 0, 0.93)));
    Map<String, byte[]> files =
        TrainingFiles.of(trainings, new ReportRecord.Host("os", "a <cpu> & more", 2, "17"));

    String json = new String(files.get("train.json"), StandardCharsets.UTF_8);
    assertTrue(json.contains("float64 parameters differ by 2.00e-09, more than 1.00e-09"), json);
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(files.get("train.svg")));
    assertTrue(TrainingSummary.of(trainings).contains("layer: NOT THE SAME"));
  }

  private static List<String> compare(TrainingRun ours) {
    return new TrainingComparison(run(Door.STOCK, STOCK, null, 0, 0, 0.93), ours).faults();
  }

  /** A run whose parameters are off by {@code float64} and {@code float32}, the largest being 2. */
  private static TrainingRun run(
      Door door,
      String executioner,
      String helper,
      double float64,
      double float32,
      double accuracy) {
    return new TrainingRun(
        NetworkKind.DL4J,
        door,
        executioner,
        helper,
        List.of(2.0, 1.0, 0.5, 0.25),
        List.of(9.0, 5.0, 4.0, 4.0),
        List.of(0.5, accuracy),
        new double[] {-2, 1 + 2 * float64},
        new double[] {-2, 1 + 2 * float32});
  }
}
