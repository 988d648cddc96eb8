package org.conv4j.verify.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import org.conv4j.ConvProblem;
import org.conv4j.verify.OutputFolder;
import org.conv4j.verify.framework.Computation;
import org.conv4j.verify.framework.OpenedFrameworks;
import org.conv4j.verify.run.HostInfo;
import org.conv4j.verify.run.Progress;

/**
 * How cost grows with batch, image size, channels and threads, from one 3 x 3 convolution in the
 * middle. Writes {@code scaling.json} and {@code scaling.svg}.
 *
 * @param computations each of which is timed
 * @param threads the most, and those of the first three series
 * @param limit for the whole run
 */
public record Scaling(List<Computation> computations, int threads, Duration limit) {

  private static final long BATCH = 4;
  private static final long SIZE = 56;
  private static final long CHANNELS = 64;

  /** What the others are while one varies, in words. */
  static final String MIDDLE =
      "batch %d, %d x %d pixels, %d channels".formatted(BATCH, SIZE, SIZE, CHANNELS);

  /** Copies the list. */
  public Scaling {
    computations = List.copyOf(computations);
  }

  /**
   * One time.
   *
   * @param series what varies: batch, size, channels or threads
   * @param value of it
   * @param threads of the framework
   * @param cell the time
   */
  record Point(String series, long value, int threads, Cell cell) {}

  /** A series of problems that differ in one number. */
  private record Series(String name, Map<Long, ConvProblem> problems) {}

  /**
   * Runs it.
   *
   * @param open starts the frameworks with so many threads
   * @param folder for the files
   * @param display of progress
   */
  public void run(
      IntFunction<OpenedFrameworks> open, OutputFolder folder, Progress.Display display) {
    List<Series> series = series();
    List<Integer> fewer = fewerThreads();
    List<Point> points = new ArrayList<>();
    long cases = series.stream().mapToLong(each -> each.problems().size()).sum() + fewer.size();
    try (Progress progress = display.begin("scaling", "cases", cases)) {
      try (OpenedFrameworks opened = open.apply(threads)) {
        for (Series each : series) {
          points.addAll(times(each, opened, progress, cases));
        }
      }
      points.addAll(middle(points));
      for (int number : fewer) {
        try (OpenedFrameworks opened = open.apply(number)) {
          ConvProblem problem = problem(BATCH, SIZE, CHANNELS);
          for (Cell cell : cells(List.of(problem), opened, progress, cases)) {
            points.add(new Point("threads", number, number, cell));
          }
        }
      }
    }
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("scaling.json", json(points));
    files.put(
        "scaling.svg",
        ScalingChart.render(points, computations, HostInfo.thisHost())
            .getBytes(StandardCharsets.UTF_8));
    folder.write(files);
  }

  private static List<Series> series() {
    Map<Long, ConvProblem> batches = new LinkedHashMap<>();
    LongStream.of(1, 2, 4, 8, 16).forEach(n -> batches.put(n, problem(n, SIZE, CHANNELS)));
    Map<Long, ConvProblem> sizes = new LinkedHashMap<>();
    LongStream.of(7, 14, 28, 56, 112).forEach(n -> sizes.put(n, problem(BATCH, n, CHANNELS)));
    Map<Long, ConvProblem> channels = new LinkedHashMap<>();
    LongStream.of(8, 16, 32, 64, 128, 256).forEach(n -> channels.put(n, problem(BATCH, SIZE, n)));
    return List.of(
        new Series("batch", batches), new Series("size", sizes), new Series("channels", channels));
  }

  private static ConvProblem problem(long batch, long size, long channels) {
    return ConvProblem.parse(
        "n%d_c%dh%dw%d_k%dr3s3_pt1pb1pl1pr1".formatted(batch, channels, size, size, channels));
  }

  /** 1, 2, 4 and so on, below {@code threads}. */
  private List<Integer> fewerThreads() {
    List<Integer> numbers = new ArrayList<>();
    for (int number = 1; number < threads; number *= 2) {
      numbers.add(number);
    }
    return numbers;
  }

  private List<Point> times(Series series, OpenedFrameworks opened, Progress progress, long cases) {
    List<Point> points = new ArrayList<>();
    List<ConvProblem> problems = List.copyOf(series.problems().values());
    for (Cell cell : cells(problems, opened, progress, cases)) {
      series
          .problems()
          .forEach(
              (value, problem) -> {
                if (problem.equals(cell.convCase().problem())) {
                  points.add(new Point(series.name(), value, threads, cell));
                }
              });
    }
    return points;
  }

  private List<Cell> cells(
      List<ConvProblem> problems, OpenedFrameworks opened, Progress progress, long cases) {
    BenchPlan plan =
        new BenchPlan(
            List.of(new Workload("scaling", OptionalLong.empty(), problems)), computations);
    Duration share = limit.multipliedBy(problems.size()).dividedBy(cases);
    return new BenchRun(plan, Benchmark.contestants(opened), share)
        .run(progress, soFar -> {}).cells().stream().filter(Cell::measured).toList();
  }

  /** The problem in the middle, already timed with all threads. */
  private List<Point> middle(List<Point> points) {
    return points.stream()
        .filter(point -> point.series().equals("batch") && point.value() == BATCH)
        .map(point -> new Point("threads", threads, threads, point.cell()))
        .toList();
  }

  /** A line of {@code scaling.json}. */
  private record Result(
      String series,
      long value,
      int threads,
      String notation,
      String direction,
      String framework,
      String algorithm,
      double medianMillis,
      double minMillis,
      double gflops) {}

  private static byte[] json(List<Point> points) {
    List<Result> results = points.stream().map(Scaling::result).toList();
    try {
      return JsonMapper.builder()
          .build()
          .writerWithDefaultPrettyPrinter()
          .writeValueAsBytes(Map.of("results", results));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a result that is not JSON", impossible);
    }
  }

  private static Result result(Point point) {
    Outcome.Measured measured = (Outcome.Measured) point.cell().outcome();
    return new Result(
        point.series(),
        point.value(),
        point.threads(),
        point.cell().convCase().problem().toString(),
        point.cell().computation().id(),
        point.cell().framework(),
        measured.algorithm(),
        measured.median(),
        measured.least(),
        point.cell().gflops());
  }
}
