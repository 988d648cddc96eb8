package org.conv4j.verify.bench;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.conv4j.verify.OutputFolder;
import org.conv4j.verify.framework.FrameworkInfo;
import org.conv4j.verify.framework.OpenedFrameworks;
import org.conv4j.verify.framework.OpenedFrameworks.Opened;
import org.conv4j.verify.framework.OpenedFrameworks.Running;
import org.conv4j.verify.framework.Timing;
import org.conv4j.verify.run.HostInfo;
import org.conv4j.verify.run.Progress;

/**
 * Runs a plan and writes {@code bench.json}, {@code bench.md}, {@code bench.svg}, {@code
 * bench-cases.svg} and, for {@link #merge}, {@code bench-run.json}. The first and the last are
 * written anew after each case, so that a run that is ended early leaves what it has.
 *
 * @param plan what is timed
 * @param threads that each framework was started with
 * @param vectorApi whether conv-nd4j has the JDK's Vector API
 * @param limit for the whole run, kept by timing less; the least number of runs is made in any case
 */
public record Benchmark(BenchPlan plan, int threads, boolean vectorApi, Duration limit) {

  /**
   * Runs it.
   *
   * @param opened frameworks, those that could not be started among them
   * @param folder for the files
   * @param display of progress
   */
  public BenchReport run(OpenedFrameworks opened, OutputFolder folder, Progress.Display display) {
    long start = System.nanoTime();
    BenchReport report;
    try (Progress progress = display.begin("bench", "cases", plan.cases().size())) {
      Findings findings =
          new BenchRun(plan, contestants(opened), limit)
              .run(progress, soFar -> folder.write(data(report(opened, soFar, start))));
      report = report(opened, findings, start);
    }
    write(report, folder);
    return report;
  }

  /**
   * Writes the same files of several runs together, and times nothing.
   *
   * @param folders of the runs, one or more
   * @param folder for the files
   * @throws org.conv4j.verify.InputException in one sentence, if they cannot be put together
   */
  public static BenchReport merge(List<Path> folders, OutputFolder folder) {
    BenchReport report = Merge.of(folders);
    write(report, folder);
    return report;
  }

  private BenchReport report(OpenedFrameworks opened, Findings findings, long start) {
    return new BenchReport(
        plan,
        infos(opened),
        opened.unavailable(),
        findings,
        HostInfo.thisHost(),
        threads,
        vectorApi,
        Duration.ofNanos(System.nanoTime() - start));
  }

  private static Map<String, byte[]> data(BenchReport report) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(
        "bench.json", BenchJson.render(report.findings(), report.threads(), report.vectorApi()));
    files.put(RunRecord.FILE, RunRecord.render(report));
    return files;
  }

  private static void write(BenchReport report, OutputFolder folder) {
    Map<String, byte[]> files = data(report);
    files.put("bench.md", BenchMarkdown.render(report).getBytes(StandardCharsets.UTF_8));
    files.put("bench.svg", BarChart.render(report).getBytes(StandardCharsets.UTF_8));
    files.put("bench-cases.svg", DotChart.render(report).getBytes(StandardCharsets.UTF_8));
    folder.write(files);
  }

  /** The frameworks that can be timed. */
  static List<Contestant> contestants(OpenedFrameworks opened) {
    List<Contestant> contestants = new ArrayList<>();
    for (Opened each : opened.all()) {
      if (each instanceof Running running) {
        Optional<Timing> timing = running.session().timing();
        timing.ifPresent(found -> contestants.add(new Contestant(running.id(), found)));
      }
    }
    return contestants;
  }

  private static List<FrameworkInfo> infos(OpenedFrameworks opened) {
    return opened.all().stream()
        .filter(Running.class::isInstance)
        .map(each -> ((Running) each).session().info())
        .toList();
  }
}
