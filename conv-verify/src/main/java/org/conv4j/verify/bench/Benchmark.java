package org.conv4j.verify.bench;

import java.nio.charset.StandardCharsets;
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
 * Runs a plan and writes {@code bench.json}, {@code bench.md} and {@code bench.svg}. The first is
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
    Findings findings;
    try (Progress progress = display.begin("bench", "cases", plan.cases().size())) {
      findings =
          new BenchRun(plan, contestants(opened), limit)
              .run(
                  progress,
                  soFar ->
                      folder.write(
                          Map.of("bench.json", BenchJson.render(soFar, threads, vectorApi))));
    }
    BenchReport report =
        new BenchReport(
            plan,
            infos(opened),
            opened.unavailable(),
            findings,
            HostInfo.thisHost(),
            threads,
            vectorApi,
            Duration.ofNanos(System.nanoTime() - start));
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("bench.json", BenchJson.render(findings, threads, vectorApi));
    files.put("bench.md", BenchMarkdown.render(report).getBytes(StandardCharsets.UTF_8));
    files.put("bench.svg", BarChart.render(report).getBytes(StandardCharsets.UTF_8));
    folder.write(files);
    return report;
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
