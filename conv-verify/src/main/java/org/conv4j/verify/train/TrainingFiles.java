package org.conv4j.verify.train;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.conv4j.verify.record.ReportRecord;

/** What a training leaves behind. */
public final class TrainingFiles {

  /** Name of the drawing. */
  public static final String CHART = "train.svg";

  /** Name of the data. */
  public static final String DATA = "train.json";

  private TrainingFiles() {}

  /** Names and contents. */
  public static Map<String, byte[]> of(Trainings trainings, ReportRecord.Host host) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(DATA, TrainingJson.render(trainings));
    files.put(CHART, TrainingChart.render(trainings, host).getBytes(StandardCharsets.UTF_8));
    return files;
  }
}
