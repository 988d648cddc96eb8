package org.conv4j.verify.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code train.json}. */
final class TrainingJson {

  private static final ObjectWriter WRITER =
      JsonMapper.builder()
          .build()
          .writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));

  /** The file. */
  record File(
      int digits,
      int epochs,
      int batch,
      long seed,
      int threads,
      List<Run> runs,
      List<Compared> comparisons) {}

  /** One training; {@code helper} is null where DL4J's layers had none. */
  record Run(
      String network,
      String door,
      String executioner,
      String helper,
      List<Double> losses,
      List<Double> accuracies,
      double medianMillis,
      double seconds) {}

  /** A training through a door against the stock one; differences of parameters are relative. */
  record Compared(
      String network,
      String door,
      double float64Difference,
      double float32Difference,
      double accuracyDifference,
      double speedup,
      List<String> faults) {}

  private TrainingJson() {}

  static byte[] render(Trainings trainings) {
    File file =
        new File(
            trainings.task().digits(),
            trainings.task().epochs(),
            trainings.task().batch(),
            trainings.task().seed(),
            trainings.threads(),
            trainings.runs().stream().map(TrainingJson::run).toList(),
            trainings.comparisons().stream().map(TrainingJson::compared).toList());
    try {
      return (WRITER.writeValueAsString(file) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Run run(TrainingRun run) {
    return new Run(
        run.kind().id(),
        run.door().id(),
        run.executioner(),
        run.helper(),
        run.losses(),
        run.accuracies(),
        run.medianMillis(),
        run.seconds());
  }

  private static Compared compared(TrainingComparison comparison) {
    return new Compared(
        comparison.ours().kind().id(),
        comparison.ours().door().id(),
        comparison.float64Difference(),
        comparison.float32Difference(),
        comparison.accuracyDifference(),
        comparison.speedup(),
        comparison.faults());
  }
}
