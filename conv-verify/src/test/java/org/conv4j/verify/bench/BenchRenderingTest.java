package org.conv4j.verify.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.conv4j.ConvProblem;
import org.conv4j.verify.framework.Computation;
import org.conv4j.verify.framework.FrameworkInfo;
import org.conv4j.verify.framework.OpenedFrameworks;
import org.conv4j.verify.record.ReportRecord;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BenchRenderingTest {

  private static final ConvProblem SMALL = ConvProblem.parse("n8_c16h8w8_k16r3s3_same_nobias");
  private static final ConvProblem LARGE = ConvProblem.parse("n8_c16h16w16_k16r1s1_nobias");
  private static final ReportRecord.Host HOST =
      new ReportRecord.Host("Linux 6", "Some <processor> & more", 2, "17");

  private final List<Cell> cells = new ArrayList<>();

  @Test
  void means_and_medians_are_what_they_say() {
    assertEquals(2, Statistics.median(List.of(9.0, 1.0, 2.0)));
    assertEquals(3, Statistics.median(List.of(9.0, 1.0, 2.0, 4.0)));
    assertTrue(Double.isNaN(Statistics.median(List.of())));
    assertEquals(4, Statistics.geometricMean(List.of(2.0, 8.0)), 1e-12);
  }

  @Test
  void json_has_the_fields_of_the_contract_and_only_what_was_timed() throws IOException {
    BenchReport report = report();
    JsonNode json = new ObjectMapper().readTree(BenchJson.render(report.findings(), 2, true));
    assertEquals(List.of("gemmPeakGflops", "threads", "vectorApi", "results"), names(json));
    assertEquals(200, json.get("gemmPeakGflops").asDouble());
    assertTrue(json.get("vectorApi").asBoolean());
    assertEquals(7, json.get("results").size());
    JsonNode first = json.get("results").get(0);
    assertEquals(
        List.of(
            "case", "direction", "framework", "algorithm", "medianMillis", "minMillis", "gflops"),
        names(first));
    assertEquals(SMALL + "/real/1", first.get("case").asText());
    assertEquals(1, first.get("minMillis").asDouble());
    assertEquals(2, first.get("medianMillis").asDouble());
    // 8 x 16 x 8 x 8 outputs of 144 products each, two operations a product, in 2 ms.
    assertEquals(2.0 * 8 * 16 * 64 * 144 / 2e-3 / 1e9, first.get("gflops").asDouble(), 1e-9);
  }

  @Test
  void json_without_a_matrix_product_says_null() throws IOException {
    Findings nothing = new Findings(List.of(), List.of(), Map.of());
    JsonNode json = new ObjectMapper().readTree(BenchJson.render(nothing, 1, false));
    assertTrue(json.get("gemmPeakGflops").isNull());
  }

  @Test
  void ratios_are_others_by_own_and_the_best_is_of_each_case() {
    BenchReport report = report();
    Comparison comparison = new Comparison(report);
    List<ConvProblem> both = List.of(SMALL, LARGE);
    Comparison.Ratios nd4j =
        comparison.against("conv-nd4j", "nd4j", both, Computation.FORWARD).orElseThrow();
    assertEquals(Math.sqrt(4.0 * 1.0), nd4j.mean(), 1e-12);
    Comparison.Ratios best =
        comparison
            .againstBest("conv-nd4j", report.peers(), both, Computation.FORWARD)
            .orElseThrow();
    assertEquals(Math.sqrt(4.0 * 0.25), best.mean(), 1e-12);
    assertEquals(0.25, best.least());
    assertEquals(LARGE, best.leastProblem());
    assertEquals(Computation.FORWARD, best.leastComputation());
    assertEquals(1, best.slower());
    assertEquals(
        Optional.empty(), comparison.against("conv-nd4j", "dl4j", both, Computation.BACKWARD));
  }

  @Test
  void markdown_tells_ratios_and_what_was_not_timed() {
    String page = BenchMarkdown.render(report());
    assertTrue(page.contains("| some, batch 8 | forward | 2.00 | 0.250 |"), page);
    assertTrue(
        page.contains("| conv-nd4j | some, batch 8 | forward | 2 | 1.00 | 0.250 | 1 |"), page);
    assertTrue(page.contains("- dl4j, backward, wrong: 3 \\| 4 are &lt;wrong> (2 cases)"), page);
    assertTrue(page.contains("pytorch could not be started: no natives"), page);
    assertTrue(page.contains("nd4j kept 0.50 processors busy"), page);
    assertTrue(page.contains("**1.00** ("), page);
    for (String line : page.lines().filter(line -> line.startsWith("|")).toList()) {
      assertTrue(line.endsWith("|"), line);
    }
  }

  @Test
  void drawing_is_well_formed_and_has_a_bar_for_each_time() throws Exception {
    Document drawing =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(
                new ByteArrayInputStream(
                    BarChart.render(report()).getBytes(StandardCharsets.UTF_8)));
    assertEquals(4, drawing.getElementsByTagName("path").getLength());
    assertTrue(drawing.getDocumentElement().getTextContent().contains("some, batch 8: backward"));
    assertTrue(drawing.getDocumentElement().getTextContent().contains("not offered"));
  }

  @Test
  void drawing_of_cases_has_a_dot_for_each_time_and_each_framework() throws Exception {
    Document drawing =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(
                new ByteArrayInputStream(
                    DotChart.render(report()).getBytes(StandardCharsets.UTF_8)));
    assertEquals(7 + 3, drawing.getElementsByTagName("circle").getLength());
  }

  @Test
  void in_short_everything_of_a_batch_is_one_number() {
    Overview.Table table = Overview.of(report()).get(0);
    assertEquals("some; batch 8", table.label());
    assertEquals(
        List.of("dl4j", "nd4j", "the best of the others"),
        table.lines().stream().map(Overview.Line::peer).toList());
    Overview.Line best = table.lines().get(2);
    assertEquals(1.0, best.means().get(0).orElseThrow(), 1e-12);
    assertTrue(best.means().get(1).isEmpty());
    assertEquals(0.25, best.together().least());
  }

  @Test
  void without_the_vector_api_the_better_jar_counts() {
    BenchReport report = report();
    cells.add(cell(SMALL, Computation.FORWARD, "conv-nd4j:no-vector", 16));
    cells.add(cell(SMALL, Computation.FORWARD, "conv-nd4j-onednn:no-vector", 4));
    BenchReport more =
        new BenchReport(
            report.plan(),
            List.of(info("conv-nd4j:no-vector"), info("conv-nd4j-onednn:no-vector"), info("nd4j")),
            List.of(),
            new Findings(List.of(), cells, Map.of()),
            HOST,
            2,
            true,
            Duration.ofMinutes(3));
    List<Overview.Line> lines = Overview.of(more).get(0).lines();
    assertEquals(2, lines.size());
    assertEquals("conv4j without the Vector API", lines.get(0).subject());
    assertEquals(2, lines.get(0).together().mean(), 1e-12);
  }

  @Test
  void scaling_drawing_is_well_formed() throws Exception {
    List<Scaling.Point> points = new ArrayList<>();
    for (long batch : new long[] {1, 2, 4}) {
      ConvProblem problem = ConvProblem.parse("n" + batch + "_c4h4w4_k4r1s1");
      points.add(
          new Scaling.Point(
              "batch", batch, 2, cell(problem, Computation.FORWARD, "conv-nd4j", 0.5 * batch)));
    }
    String svg = ScalingChart.render(points, List.of(Computation.FORWARD), HOST);
    Document drawing =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    assertEquals(1, drawing.getElementsByTagName("polyline").getLength());
    assertFalse(svg.contains("NaN"), svg);
  }

  @Test
  void the_dashed_line_of_a_scaling_drawing_stays_in_its_panel() {
    List<Scaling.Point> points = new ArrayList<>();
    for (long channels : new long[] {8, 64, 256}) {
      ConvProblem problem = ConvProblem.parse("n1_c%dh4w4_k%dr1s1".formatted(channels, channels));
      points.add(
          new Scaling.Point(
              "channels", channels, 2, cell(problem, Computation.FORWARD, "conv-nd4j", channels)));
    }
    String svg = ScalingChart.render(points, List.of(Computation.FORWARD), HOST);
    List<Double> heights =
        Pattern.compile("<line [^>]*y1=\"([0-9.]+)\"[^>]*y2=\"([0-9.]+)\"[^>]*\"ideal\"")
            .matcher(svg)
            .results()
            .flatMap(line -> Stream.of(line.group(1), line.group(2)))
            .map(Double::valueOf)
            .toList();
    double axis =
        Pattern.compile("<line [^>]*y1=\"([0-9.]+)\"[^>]*\"axis\"")
            .matcher(svg)
            .results()
            .mapToDouble(line -> Double.parseDouble(line.group(1)))
            .findFirst()
            .orElseThrow();
    assertEquals(4, heights.size(), svg);
    heights.forEach(height -> assertTrue(height <= axis, height + " is below " + axis));
  }

  @Test
  void an_axis_of_few_decades_has_ticks_between_them() {
    assertEquals(List.of(5.0, 10.0, 20.0), Ticks.logarithmic(4, 30));
    assertEquals(List.of(1.0, 10.0, 100.0, 1000.0), Ticks.logarithmic(0.5, 1200));
  }

  @Test
  void summary_counts_what_is_wrong() {
    String summary = BenchSummary.of(report());
    assertTrue(summary.contains("2 results are wrong, 0 computations failed"), summary);
    assertTrue(report().alarming());
    assertEquals(List.of(), report().silent());
  }

  private BenchReport report() {
    cells.clear();
    for (Computation computation : List.of(Computation.FORWARD, Computation.BACKWARD)) {
      cells.add(cell(SMALL, computation, "conv-nd4j", 2, 1, 4));
      cells.add(cell(LARGE, computation, "conv-nd4j", 4));
      if (computation == Computation.FORWARD) {
        cells.add(cell(SMALL, computation, "nd4j", 8));
        cells.add(cell(LARGE, computation, "nd4j", 4));
        // The other case has no time of dl4j: ratios are over what both have.
        cells.add(cell(LARGE, computation, "dl4j", 1));
      } else {
        cells.add(wrong(SMALL));
        cells.add(wrong(LARGE));
      }
    }
    return new BenchReport(
        new BenchPlan(
            List.of(new Workload("some", OptionalLong.of(8), List.of(SMALL, LARGE))),
            List.of(Computation.FORWARD, Computation.BACKWARD)),
        List.of(info("conv-nd4j"), info("nd4j"), info("dl4j")),
        List.of(new OpenedFrameworks.Unavailable("pytorch", "no natives")),
        new Findings(List.of(150.0, 200.0, 210.0), cells, Map.of("nd4j", 0.5, "dl4j", 0.001)),
        HOST,
        2,
        true,
        Duration.ofMinutes(3));
  }

  private static FrameworkInfo info(String id) {
    return new FrameworkInfo(id, id, "1", List.of(), 2, null, null);
  }

  private static Cell cell(
      ConvProblem problem, Computation computation, String id, double... millis) {
    return new Cell(
        BenchPlan.caseOf(problem),
        computation,
        id,
        Outcome.Measured.of("loops", Arrays.stream(millis).boxed().toList()));
  }

  private static Cell wrong(ConvProblem problem) {
    return new Cell(
        BenchPlan.caseOf(problem),
        Computation.BACKWARD,
        "dl4j",
        new Outcome.Untimed(Outcome.Kind.WRONG, "3 | 4 are <wrong>"));
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
