package org.conv4j.verify.report;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;
import org.conv4j.check.ConvCase;
import org.conv4j.check.Tier;
import org.conv4j.check.Verdict;
import org.conv4j.verify.record.ReportRecord;

/** Reports made up for tests of the views; every verdict occurs in them. */
final class SyntheticReports {

  static final List<String> FRAMEWORKS = List.of("reference", "conv-nd4j", "nd4j", "dl4j");

  private SyntheticReports() {}

  static ReportRecord.Header header(long planned) {
    Map<String, String> thresholds = new LinkedHashMap<>();
    thresholds.put("ratio", "|error| / (u * gauge)");
    thresholds.put("pass", "min(hard, max(4, 2*sqrt(n)))");
    thresholds.put("hard", "min(n + 2, max(9, 7*sqrt(n)))");
    return new ReportRecord.Header(
        ReportRecord.Header.SCHEMA,
        new ReportRecord.Tool("0.1.0", "0123456789abcdef0123456789abcdef01234567", false),
        "2026-11-22T20:00:00Z",
        "smoke",
        1,
        planned,
        new ReportRecord.Host("Linux 6.1", "Example CPU @ 2.60GHz", 2, "17.0.15 (Example Vendor)"),
        thresholds);
  }

  static ReportRecord.Framework framework(String id) {
    return new ReportRecord.Framework(
        id,
        id.equals("reference") ? "plain-Java reference" : "Framework " + id,
        id.equals("reference") || id.startsWith("conv") ? "0.1.0" : "1.0.0-M2.1",
        id.equals("reference")
            ? List.of()
            : List.of(new ReportRecord.Library("libnd4jcpu.so", "ab".repeat(32))),
        2,
        id.equals("reference") ? null : "org.nd4j.NativeOpExecutioner",
        null);
  }

  static ReportRecord.Case aCase(String id) {
    String notation = id.substring(0, id.indexOf('/'));
    return new ReportRecord.Case(
        id,
        notation,
        notation.contains("_nhwc") ? "NHWC" : "NCHW",
        "OIHW",
        notation.contains("_f64") ? "float64" : "float32",
        id.split("/")[1],
        "cd".repeat(32));
  }

  static ReportRecord.Result exact(String caseId, String framework, ConvDirection direction) {
    return result(caseId, framework, direction, Verdict.EXACT, 0.0, 12, 12, null);
  }

  static ReportRecord.Result result(
      String caseId,
      String framework,
      ConvDirection direction,
      Verdict verdict,
      Double ratio,
      double expected,
      double actual,
      String reason) {
    boolean compared = ratio != null;
    return new ReportRecord.Result(
        caseId,
        framework,
        framework.startsWith("conv") ? "portable" : null,
        direction.id(),
        verdict,
        compared ? 28L : null,
        ratio,
        compared ? (caseId.contains("/integer/") ? 0.0 : 10.583) : null,
        compared ? new long[] {0, 3, 1, 2} : null,
        compared ? expected : null,
        compared ? actual : null,
        compared ? Float.toHexString((float) expected) : null,
        compared ? Float.toHexString((float) actual) : null,
        compared ? 0.4375 : null,
        reason,
        Repro.command(caseId, framework, direction.id()));
  }

  /** A finished report of that many cases, all frameworks and directions; the same every time. */
  static Report write(Path folder, int cases) {
    SplittableRandom random = new SplittableRandom(7);
    long planned = (long) cases * FRAMEWORKS.size() * ConvDirection.values().length;
    try (ReportWriter writer = ReportWriter.create(folder, header(planned))) {
      FRAMEWORKS.forEach(id -> writer.write(framework(id)));
      for (int i = 0; i < cases; i++) {
        String id = caseId(i);
        writer.write(aCase(id));
        for (String framework : FRAMEWORKS) {
          for (ConvDirection direction : ConvDirection.values()) {
            ReportRecord.Result result = plausible(id, framework, direction, i, random);
            writer.write(result);
            if (!result.verdict().right() && result.ratio() != null) {
              picture(id, framework, direction, random).ifPresent(writer::attach);
            }
          }
        }
      }
      for (String mutant : List.of("flip_kernel", "swap_io", "ignore_dilation", "swap_stride")) {
        writer.write(new ReportRecord.Mutant(mutant, true, caseId(0), Verdict.FAIL));
      }
      double[] frame = new double[12 * 13];
      for (int y = 2; y < 10; y++) {
        for (int x = 2; x < 11; x++) {
          frame[y * 13 + x] = random.nextDouble();
        }
      }
      writer.attach(
          NamedPicture.of(
              "padded gradient",
              "The output gradient inside its frame of kernel - 1 zeros.",
              Tensor.of(frame, 12, 13)));
      return writer.finish(Instant.parse("2026-11-22T20:01:10Z"));
    }
  }

  /** Texts that would run, break out of their place or confuse if a view let them. */
  static final List<String> HOSTILE =
      List.of(
          "</script><script>document.title='run'</script>",
          "<img src=x onerror=\"document.title='run'\">",
          "\" onmouseover=\"document.title='run'",
          "'; document.title='run'; //",
          "]]><!--</system-out></testcase>",
          "{{data}} {{script}} ${7*7}",
          "a | b \n| c | d | `e` **f** [g](javascript:document.title='run')",
          "\u0000\u0001\u001b[31m\ud800\ufffe\u2028\u2029\u202e",
          "__proto__",
          "constructor");

  /** A finished report whose every text is hostile. */
  static Report writeHostile(Path folder) {
    long planned = (long) HOSTILE.size() * HOSTILE.size();
    ReportRecord.Header plain = header(planned);
    Map<String, String> thresholds = new LinkedHashMap<>();
    HOSTILE.forEach(text -> thresholds.put(text, text));
    String worst = HOSTILE.get(0);
    ReportRecord.Header header =
        new ReportRecord.Header(
            plain.schema(),
            new ReportRecord.Tool(worst, worst, true),
            worst,
            worst,
            plain.seed(),
            planned,
            new ReportRecord.Host(worst, worst, 1, worst),
            thresholds);
    try (ReportWriter writer = ReportWriter.create(folder, header)) {
      for (String text : HOSTILE) {
        writer.write(
            new ReportRecord.Framework(
                text, text, text, List.of(new ReportRecord.Library(text, text)), 1, text, text));
        writer.write(new ReportRecord.Case(text, text, text, text, text, text, text));
        writer.write(new ReportRecord.Mutant(text, false, text, Verdict.FAIL));
        writer.attach(new NamedPicture(text, text, new Grid(1, 1, new double[] {Double.NaN})));
      }
      List<Verdict> verdicts = List.of(Verdict.ERROR, Verdict.KNOWN, Verdict.SKIPPED, Verdict.FAIL);
      int next = 0;
      for (String aCase : HOSTILE) {
        for (String framework : HOSTILE) {
          ReportRecord.Result result =
              result(
                  aCase,
                  framework,
                  ConvDirection.FORWARD,
                  verdicts.get(next++ % verdicts.size()),
                  Double.NaN,
                  Double.NEGATIVE_INFINITY,
                  -0.0,
                  aCase);
          writer.write(result);
          writer.attach(
              new ErrorPicture(
                  aCase,
                  framework,
                  "forward",
                  aCase,
                  1,
                  1,
                  new Grid(1, 1, new double[] {Double.POSITIVE_INFINITY}),
                  new Grid(1, 1, new double[] {Double.NaN}),
                  new Grid(1, 1, new double[] {-0.0}),
                  1,
                  1,
                  List.of(new ErrorPicture.Bin(0, 0), new ErrorPicture.Bin(1, 1))));
        }
      }
      return writer.finish(Instant.EPOCH);
    }
  }

  static String caseId(int i) {
    int size = 5 + i % 7;
    List<String> parts = new ArrayList<>();
    parts.add("n2_c%dh%dw%d_k%dr3s3".formatted(2 + i / 200 * 2, size, size + 1, 4));
    if (i % 5 == 1) {
      parts.add("g2");
    }
    if (i % 3 == 1) {
      parts.add("sh2sw1");
    }
    if (i % 4 == 1) {
      parts.add("same");
    }
    if (i % 7 == 3) {
      parts.add("nhwc");
    }
    String notation = String.join("_", parts);
    return new ConvCase(ConvProblem.parse(notation), i % 2 == 0 ? Tier.INTEGER : Tier.REAL, i).id();
  }

  private static ReportRecord.Result plausible(
      String id, String framework, ConvDirection direction, int i, SplittableRandom random) {
    boolean integer = id.contains("/integer/");
    double expected = integer ? random.nextInt(-50, 50) : random.nextDouble(-4, 4);
    double near = integer ? expected : (float) (expected * (1 + 1e-7));
    if (framework.equals("nd4j") && i % 60 == 9) {
      return result(
          id,
          framework,
          direction,
          direction == ConvDirection.BIAS_GRADIENT ? right(integer) : Verdict.KNOWN,
          direction == ConvDirection.BIAS_GRADIENT ? 0.0 : 123456.75,
          expected,
          direction == ConvDirection.BIAS_GRADIENT ? expected : expected + 7,
          direction == ConvDirection.BIAS_GRADIENT
              ? null
              : "ND4J's conv2d does not clamp the SAME padding at 0. Found: FAIL");
    }
    if (framework.equals("dl4j") && id.contains("_g2")) {
      return result(
          id,
          framework,
          direction,
          Verdict.UNSUPPORTED,
          null,
          0,
          0,
          "ConvolutionLayer has no groups");
    }
    Verdict oddity =
        switch (i) {
          case 20 -> framework.equals("nd4j") ? Verdict.FAIL : null;
          case 21 -> framework.equals("dl4j") ? Verdict.SUSPECT : null;
          case 22 -> framework.equals("nd4j") ? Verdict.CRASH : null;
          case 24 -> framework.equals("dl4j") ? Verdict.HANG : null;
          case 25 -> framework.equals("dl4j") ? Verdict.ERROR : null;
          case 27 -> framework.equals("nd4j") ? Verdict.XPASS : null;
          case 28 -> framework.equals("dl4j") ? Verdict.SKIPPED : null;
          case 30 -> Verdict.MISTRUSTED;
          default -> null;
        };
    if (oddity == null) {
      return result(
          id,
          framework,
          direction,
          right(integer),
          integer ? 0.0 : random.nextDouble(3),
          expected,
          near,
          null);
    }
    boolean compared =
        switch (oddity) {
          case FAIL, SUSPECT, XPASS, MISTRUSTED -> true;
          default -> false;
        };
    return result(
        id,
        framework,
        direction,
        oddity,
        compared ? (oddity == Verdict.FAIL ? Double.POSITIVE_INFINITY : 12.5) : null,
        expected,
        oddity == Verdict.FAIL ? Double.NaN : expected * 1.0001,
        "made up for a test of " + oddity);
  }

  private static Verdict right(boolean integer) {
    return integer ? Verdict.EXACT : Verdict.PASS;
  }

  private static Optional<ErrorPicture> picture(
      String id, String framework, ConvDirection direction, SplittableRandom random) {
    ConvProblem problem = ConvCase.parse(id).problem();
    long[] shape = direction.result().shape(problem);
    Tensor expected = Tensor.zeros(shape);
    Tensor actual = Tensor.zeros(shape);
    Tensor gauge = Tensor.zeros(shape);
    for (int i = 0; i < expected.size(); i++) {
      expected.values()[i] = random.nextInt(-9, 10);
      actual.values()[i] = expected.values()[i] + (i % 5 == 4 ? random.nextInt(3) : 0);
      gauge.values()[i] = 40;
    }
    return ErrorPicture.of(id, framework, problem, direction, expected, actual, gauge);
  }

  /** A trial of a relation; the statement must be escaped wherever it is shown. */
  static ReportRecord.Relation relation(
      String framework, String caseId, Verdict verdict, String reason) {
    return new ReportRecord.Relation(
        "adjoint",
        "Both sides are <b>one.",
        caseId,
        framework,
        verdict,
        reason,
        Repro.relations(caseId, framework));
  }
}
