package org.conv4j.verify.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;
import org.conv4j.check.Operands;
import org.conv4j.check.Verdict;
import org.conv4j.verify.framework.Answer;
import org.conv4j.verify.framework.Dl4jProgram;
import org.conv4j.verify.framework.FrameworkInfo;
import org.conv4j.verify.framework.FrameworkOptions;
import org.conv4j.verify.framework.FrameworkSession;
import org.conv4j.verify.framework.Ops;
import org.conv4j.verify.framework.SessionSource;
import org.conv4j.verify.model.OpLayers;
import org.conv4j.verify.model.WrongOpLayers;
import org.conv4j.verify.record.ReportRecord;
import org.conv4j.verify.report.Report;
import org.conv4j.verify.report.ReportReader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code model} on {@link OpLayers}, with stock DL4J and with DL4J through conv4j. */
@DisplayName("Layers that are an op of ND4J")
class WholeOpsTest {

  private static final Set<String> GRADIENTS =
      Set.of("input-gradient", "filter-gradient", "bias-gradient");

  @TempDir private static Path folder;
  private static CommandLineRun run;
  private static Report report;

  @BeforeAll
  static void runTheNetwork() throws IOException, InterruptedException {
    Dl4jProgram.run(OpLayers.class, network(), "NCHW", "FLOAT");
    run = model(new InstalledFrameworks(), "report");
    report = ReportReader.read(folder.resolve("report"));
  }

  private static String network() {
    return folder.resolve("network.zip").toString();
  }

  /** The command on the network that is there for all tests. */
  private static CommandLineRun model(SessionSource frameworks, String out, String... more) {
    return CommandLineRun.with(frameworks, arguments(network(), "3,9,8", out, more));
  }

  private static String[] arguments(String file, String pictures, String out, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "model",
                file,
                "--input-shape=" + pictures,
                "--input-shape=4,10",
                "--seed=3",
                "--out=" + folder.resolve(out)));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  private static List<ReportRecord.Result> results(String id, String framework) {
    return report.results().stream()
        .filter(each -> each.case_().equals(id) && each.framework().equals(framework))
        .toList();
  }

  @ParameterizedTest(name = "are judged as a whole, output and gradients: {0}")
  @CsvSource({
    "separable, sconv2d, forward input-gradient bias-gradient,"
        + " sconv2d of n2_c3h9w8_k6r3s2_g3_same_hwio_nobias then n2_c6h9w8_k5r1s1_hwio",
    "separable, sconv2d.depthwise, filter-gradient,"
        + " sconv2d of n2_c3h9w8_k6r3s2_g3_same_hwio_nobias then n2_c6h9w8_k5r1s1_hwio",
    "separable, sconv2d.pointwise, filter-gradient,"
        + " sconv2d of n2_c3h9w8_k6r3s2_g3_same_hwio_nobias then n2_c6h9w8_k5r1s1_hwio",
    "transposed, deconv2d, forward input-gradient filter-gradient bias-gradient,"
        + " deconv2d of n2_c4h19w9_k3r3s2_sh2sw1_hwio_nobias",
    "lone, depthwise_conv2d, forward input-gradient filter-gradient bias-gradient,"
        + " depthwise_conv2d of n2_c1h9w8_k4r3s3_hwio",
    "line, conv1d, forward input-gradient filter-gradient bias-gradient,"
        + " conv1d of n2_c4h1w10_k6r1s3_same_hwio",
    "causal, conv1d, forward input-gradient filter-gradient bias-gradient,"
        + " conv1d of n2_c4h1w10_k6r1s2_pt0pb0pl2pr0_dh1dw2_hwio",
    "frozen, conv1d, forward input-gradient filter-gradient bias-gradient,"
        + " conv1d of n2_c4h1w10_k3r1s2_hwio"
  })
  void areJudged(String layer, String op, String directions, String notation) {
    String id = layer + "." + op;
    String name = op.split("\\.")[0];
    assertEquals(
        List.of(notation),
        report.cases().stream()
            .filter(each -> each.id().equals(id))
            .map(ReportRecord.Case::notation)
            .toList());
    for (String framework : List.of("dl4j", "dl4j-conv4j")) {
      List<ReportRecord.Result> results = results(id, framework);
      assertEquals(
          List.of(directions.split(" ")),
          results.stream().map(ReportRecord.Result::direction).toList());
      for (ReportRecord.Result result : results) {
        assertEquals(Verdict.PASS, result.verdict(), result::toString);
        assertTrue(result.ratio() >= 0 && result.index().length > 0, result::toString);
        String stock = GRADIENTS.contains(result.direction()) ? name + "_bp" : name;
        boolean byNd4j = result.algorithm().equals(stock);
        assertEquals(framework.equals("dl4j"), byNd4j, result::toString);
      }
    }
  }

  @Test
  @DisplayName("leave a good report, beside the convolutions in them")
  void leaveAGoodReport() {
    assertEquals(ExitCode.GOOD, run.exitCode(), run.out() + run.err());
    assertEquals(
        List.of(
            "separable.depthwise",
            "separable.pointwise",
            "separable.sconv2d",
            "separable.sconv2d.depthwise",
            "separable.sconv2d.pointwise"),
        report.cases().stream()
            .map(ReportRecord.Case::id)
            .filter(id -> id.startsWith("separable"))
            .toList());
    assertTrue(
        run.out()
            .contains(
                "line (Convolution1DLayer) is judged as a whole, too: line.conv1d has output and"
                    + " gradients of ND4J's op."),
        run.out());
  }

  @Test
  @DisplayName("are not, where frameworks compute the layer itself: depthwise, of several channels")
  void areNotJudgedTwice() {
    assertEquals(
        List.of("DepthwiseConvolution2D.activate"),
        results("depthwise", "dl4j").stream()
            .filter(each -> each.direction().equals("forward"))
            .map(ReportRecord.Result::algorithm)
            .toList());
    assertTrue(results("depthwise.depthwise_conv2d", "dl4j").isEmpty());
  }

  @Test
  @DisplayName("are judged with a random gradient where none reaches them")
  void areJudgedWithoutAGradient() {
    assertTrue(
        run.out()
            .contains(
                "frozen.conv1d: no gradient reaches it, for instance because it is frozen; its"
                    + " output gradient is random."),
        run.out());
  }

  @Test
  @DisplayName("are wrong if one element of any result is, and only they")
  void areWrong() {
    CommandLineRun wrong = model(new Tampered("dl4j-conv4j"), "wrong");
    assertEquals(ExitCode.ALARMING, wrong.exitCode(), wrong.err());
    Report found = ReportReader.read(folder.resolve("wrong"));
    Map<Boolean, List<ReportRecord.Result>> byWhole =
        found.results().stream()
            .collect(
                Collectors.partitioningBy(
                    each ->
                        each.framework().equals("dl4j-conv4j")
                            && each.case_().matches(".*[.](sconv2d.*|.*conv[12]d)")));
    assertEquals(3 + 2 + 5 * 4, byWhole.get(true).size());
    byWhole
        .get(true)
        .forEach(
            each -> {
              assertEquals(Verdict.FAIL, each.verdict(), each::toString);
              assertTrue(Arrays.stream(each.index()).allMatch(i -> i == 0), each::toString);
            });
    assertTrue(
        byWhole.get(false).stream().noneMatch(each -> each.verdict().alarming()), wrong.out());
    assertTrue(
        wrong
            .out()
            .contains(
                " --layer separable.sconv2d.pointwise --frameworks dl4j-conv4j --direction"
                    + " filter-gradient"),
        wrong.out());
  }

  @Test
  @DisplayName("are judged in NHWC and float64, too")
  void areJudgedInOtherLayouts() throws IOException, InterruptedException {
    String file = folder.resolve("other.zip").toString();
    Dl4jProgram.run(OpLayers.class, file, "NHWC", "DOUBLE");
    CommandLineRun other =
        CommandLineRun.with(new InstalledFrameworks(), arguments(file, "9,8,3", "other"));
    assertEquals(ExitCode.GOOD, other.exitCode(), other.out() + other.err());
    assertTrue(
        other.out().contains("deconv2d of n2_c4h19w9_k3r3s2_sh2sw1_nhwc_hwio_nobias_f64"),
        other.out());
  }

  @ParameterizedTest(name = "are known to be wrong where known differences name the op: {0}")
  @CsvSource({
    "FLOAT, skippingLine.conv1d skippingTransposed.deconv2d,"
        + " skippingLine.conv1d+ dilatedLine.conv1d+ causal4.conv1d+ skippingTransposed.deconv2d+"
        + " dilatedTransposed.deconv2d- dilatedLone.depthwise_conv2d+",
    "DOUBLE, skippingLine.conv1d skippingTransposed.deconv2d,"
        + " skippingLine.conv1d skippingTransposed.deconv2d"
  })
  void areKnownToBeWrong(String type, String plainJar, String oneDnnJar)
      throws IOException, InterruptedException {
    String file = folder.resolve("wrong" + type + ".zip").toString();
    Dl4jProgram.run(WrongOpLayers.class, file, type);
    CommandLineRun found =
        CommandLineRun.with(
            new InstalledFrameworks(),
            "model",
            file,
            "--input-shape=3,6,6",
            "--input-shape=4,6",
            "--frameworks=dl4j,dl4j-conv4j,nd4j,nd4j-onednn",
            "--out=" + folder.resolve("known" + type));
    assertEquals(ExitCode.GOOD, found.exitCode(), found.out() + found.err());
    Report known = ReportReader.read(folder.resolve("known" + type));
    assertEquals(expected(plainJar), wrongWholeOps(known, "dl4j"), found.out());
    assertEquals(expected(plainJar), wrongWholeOps(known, "nd4j"), found.out());
    assertEquals(expected(oneDnnJar), wrongWholeOps(known, "nd4j-onednn"), found.out());
    assertEquals(Set.of(), wrongWholeOps(known, "dl4j-conv4j"), found.out());
  }

  /** All but the bias gradient of each op; with +, all; with -, all gradients. */
  private static Set<String> expected(String ops) {
    Set<String> results = new TreeSet<>();
    for (String each : ops.split(" ")) {
      String op = each.replaceAll("[+-]$", "");
      GRADIENTS.forEach(direction -> results.add(op + " " + direction));
      if (!each.endsWith("-")) {
        results.add(op + " forward");
      }
      if (each.equals(op)) {
        results.remove(op + " bias-gradient");
      }
    }
    return results;
  }

  private static Set<String> wrongWholeOps(Report report, String framework) {
    return report.results().stream()
        .filter(each -> each.framework().equals(framework) && each.case_().matches(".*conv[12]d.*"))
        .filter(each -> each.verdict() != Verdict.PASS)
        .map(each -> each.case_() + " " + each.direction())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  @DisplayName("are left out for frameworks that have no ops of ND4J")
  void areLeftOutElsewhere() {
    CommandLineRun elsewhere =
        model(
            new InstalledFrameworks(),
            "elsewhere",
            "--layer=line.conv1d",
            "--frameworks=reference");
    assertEquals(ExitCode.GOOD, elsewhere.exitCode(), elsewhere.out() + elsewhere.err());
    assertTrue(
        ReportReader.read(folder.resolve("elsewhere")).results().stream()
            .allMatch(each -> each.verdict() == Verdict.UNSUPPORTED),
        elsewhere.out());
  }

  /**
   * The installed frameworks; of one of them, the first element of whatever an op returns is off.
   */
  private record Tampered(String id, SessionSource source) implements SessionSource {

    Tampered(String id) {
      this(id, new InstalledFrameworks());
    }

    @Override
    public List<String> ids() {
      return source.ids();
    }

    @Override
    public void check(String framework) {
      source.check(framework);
    }

    @Override
    public FrameworkSession open(String framework) {
      FrameworkSession session = source.open(framework);
      return framework.equals(id) ? new TamperedSession(session) : session;
    }

    @Override
    public SessionSource with(UnaryOperator<FrameworkOptions> change) {
      return new Tampered(id, source.with(change));
    }
  }

  private record TamperedSession(FrameworkSession session) implements FrameworkSession {

    @Override
    public FrameworkInfo info() {
      return session.info();
    }

    @Override
    public Map<ConvDirection, Answer> run(
        ConvProblem problem, Operands operands, Set<ConvDirection> directions) {
      return session.run(problem, operands, directions);
    }

    @Override
    public Optional<Ops> ops() {
      Ops ops = session.ops().orElseThrow();
      return Optional.of(
          call -> {
            Ops.Executed right = ((Ops.Done) ops.execute(call)).executed();
            right.results().forEach(TamperedSession::tamper);
            return new Ops.Done(right);
          });
    }

    private static void tamper(Tensor result) {
      double[] values = result.values();
      double scale = Arrays.stream(values).map(Math::abs).max().orElseThrow();
      values[0] += scale / 10;
    }

    @Override
    public void close() {
      session.close();
    }
  }
}
