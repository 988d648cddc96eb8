package org.conv4j.verify.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.conv4j.ConvDirection;
import org.conv4j.check.Verdict;
import org.conv4j.verify.InputException;
import org.conv4j.verify.record.ReportRecord;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class KnownDifferencesTest {

  private static final String SKIPPING = "n1_c1h6w6_k1r1s1_sh3sw3_same/integer/1";
  private static final Set<String> IDS = new HashSet<>();

  private final KnownDifferences shipped = KnownDifferences.shipped();

  @TempDir Path folder;

  static List<KnownDifference> entries() {
    return KnownDifferences.shipped().entries();
  }

  @ParameterizedTest
  @MethodSource("entries")
  void every_shipped_entry_names_a_framework_a_version_a_reason_and_a_place_to_read_on(
      KnownDifference entry) {
    assertTrue(entry.id().matches("[a-z0-9-]+"), entry.id());
    assertTrue(IDS.add(entry.id()), entry.id() + " is listed twice");
    assertTrue(
        List.of(
                "nd4j",
                "nd4j-onednn",
                "dl4j",
                "dl4j-conv4j",
                "pytorch",
                "tensorflow",
                "onnxruntime",
                "onednn",
                "mxnet")
            .contains(entry.framework()),
        "a known difference is one of other people's released code: " + entry.framework());
    assertFalse(entry.version().contains("*"), "name the version that was seen to be wrong");
    assertTrue(entry.reason().endsWith(".") || entry.reason().endsWith("\"."), entry.reason());
    assertTrue(entry.reason().length() > 40, entry.reason());
    assertEquals("docs/known-differences.md#" + entry.id(), entry.link());
    assertFalse(entry.cases().contains("*") && entry.traits().isEmpty(), "it excuses everything");
  }

  @ParameterizedTest
  @MethodSource("entries")
  void every_shipped_entry_is_explained_in_the_documents(KnownDifference entry) throws IOException {
    assertTrue(
        Files.readAllLines(Path.of("..", "docs", "known-differences.md"))
            .contains("## " + entry.id()),
        entry.link());
  }

  @Test
  void the_shipped_list_is_not_empty() {
    assertFalse(entries().isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "n1_c1h6w6_k1r1s1_sh3sw3_same/integer/1,        nd4j,          forward,       FAIL,  KNOWN",
    "n1_c1h6w6_k1r1s1_sh3sw3_same/integer/1,        nd4j,          forward,       EXACT, XPASS",
    "n1_c1h6w6_k1r1s1_sh3sw3_same/integer/1,        nd4j,          forward,       CRASH, CRASH",
    "n1_c1h6w6_k1r1s1_sh3sw3_same/integer/1,        nd4j,          bias-gradient, EXACT, EXACT",
    "n1_c1h6w6_k1r1s1_sh3sw3_same/integer/1,        nd4j-onednn,   forward,       FAIL,  FAIL",
    "n1_c1h6w6_k1r1s1_sh3sw3_same/integer/1,        nd4j-onednn,   forward,       ERROR, KNOWN",
    "n1_c1h6w6_k1r1s1_sh3sw3_same_f64/integer/1,    nd4j-onednn,   forward,       FAIL,  KNOWN",
    "n1_c1h3w1_k1r2s1_dh2dw1/real/1,                nd4j-onednn,   bias-gradient, ERROR, KNOWN",
    "n1_c1h3w1_k1r2s1_dh1dw2/real/1,                nd4j-onednn,   bias-gradient, ERROR, ERROR",
    "n1_c1h3w1_k1r2s1_dh2dw1_f64/real/1,            nd4j-onednn,   bias-gradient, EXACT, EXACT",
    "n1_c2h3w3_k2r2s2_g2_dh2dw2_hwio/real/1,        nd4j-onednn,   forward,       ERROR, KNOWN",
    "n1_c2h3w3_k4r2s2_g2_dh2dw2_hwio/real/1,        nd4j-onednn,   forward,       EXACT, EXACT",
    "n1_c2h3w3_k2r2s2_g2_dh2dw2/real/1,             nd4j-onednn,   forward,       EXACT, EXACT",
    "n1_c2h3w3_k2r2s1_g2_dh2dw2/real/1,             nd4j-onednn,   forward,       ERROR, KNOWN",
    "n1_c1h6w6_k1r1s1_sh3sw3_same/integer/1,        conv-nd4j,     forward,       FAIL,  FAIL",
    "n1_c1h6w6_k1r1s1_sh3sw3_same_nhwc_f64/real/7,  nd4j,          forward,       FAIL,  KNOWN",
    "n1_c1h7w7_k1r1s1_sh3sw3_same/integer/1,        nd4j,          forward,       FAIL,  FAIL",
    "n1_c1h7w7_k1r1s1_sh3sw3_same/integer/1,        nd4j,          forward,       EXACT, EXACT",
    "n1_c1h6w6_k1r1s1_sh3sw3/integer/1,             nd4j,          forward,       FAIL,  FAIL",
    "n1_c1h6w6_k1r1s1_sh3sw3_same/integer/1,        dl4j,          forward,       ERROR, KNOWN",
    "n1_c1h6w6_k1r1s1_sh3sw3_same/integer/1,        dl4j,          forward,       FAIL,  FAIL",
    "n0_c3h6w6_k4r3s3/real/1,                       nd4j,          forward,       CRASH, KNOWN",
    "n0_c3h6w6_k4r3s3_nobias/real/1,                nd4j,          forward,       EXACT, EXACT",
    "n0_c3h6w6_k4r1s1_sh3sw3_same_nobias/real/1,    nd4j,          forward,       EXACT, EXACT",
    "n0_c3h6w6_k4r3s3_nobias/real/1,                nd4j,          filter-gradient, CRASH, KNOWN",
    "n2_c3h2w6_k3r3s3_g3/real/1,                    nd4j,          forward,       ERROR, KNOWN",
    "n2_c3h2w6_k3r3s3_g3/real/1,                    nd4j,          forward,       CRASH, CRASH",
    "n2_c3h6w6_k0r3s3/real/1,                       dl4j,          forward,       ERROR, KNOWN",
    "n2_c3h0w6_k4r3s3_pt2pb2pl1pr1/real/1,          dl4j,          forward,       EXACT, EXACT",
    "n2_c3h0w6_k4r3s3_pt2pb2pl1pr1/real/1,          dl4j,          bias-gradient, ERROR, KNOWN",
    "n2_c3h0w6_k3r3s3_g3_pt2pb2pl1pr1/real/1,       dl4j,          bias-gradient, EXACT, EXACT",
    "n1_c1h6w6_k1r1s1_sh3sw3_same/integer/1,        dl4j-conv4j,   forward,       ERROR, KNOWN",
    "n1_c1h6w6_k1r1s1_sh3sw3_same/integer/1,        dl4j-conv4j,   forward,       FAIL,  FAIL",
    "n0_c3h6w6_k4r3s3/real/1,                       dl4j-conv4j,   forward,       ERROR, ERROR",
    "n0_c3h6w6_k4r3s3/real/1,                       dl4j-conv4j,   forward,       EXACT, EXACT",
    "n0_c3h6w6_k3r3s3_g3/real/1,                    dl4j-conv4j,   forward,       ERROR, KNOWN",
    "n2_c3h6w6_k0r3s3/real/1,                       dl4j-conv4j,   forward,       ERROR, KNOWN",
    "n0_c3h6w6_k3r3s3_g3/real/1,                    dl4j,          forward,       UNSUPPORTED, UNSUPPORTED",
  })
  void a_listed_failure_is_known_and_a_listed_success_is_not_expected(
      String caseId, String framework, String direction, Verdict found, Verdict reported) {
    assertEquals(
        reported, judge(caseId, framework, ConvDirection.ofId(direction), found).verdict());
  }

  @ParameterizedTest
  @CsvSource({
    "conv1d of n2_c4h1w6_k6r1s1_sh1sw3_same_hwio,     nd4j,        forward,       FAIL,  KNOWN",
    "conv1d of n2_c4h1w6_k6r1s1_sh1sw3_same_hwio,     nd4j,        bias-gradient, PASS,  PASS",
    "conv1d of n2_c4h1w6_k6r1s1_sh1sw3_same_hwio,     nd4j-onednn, bias-gradient, ERROR, KNOWN",
    "conv1d of n2_c4h1w6_k6r1s1_sh1sw3_same_hwio_f64, nd4j-onednn, forward,       FAIL,  KNOWN",
    "conv1d of n2_c4h1w6_k6r1s1_sh1sw2_same_hwio,     nd4j,        forward,       FAIL,  FAIL",
    "conv1d of n2_c4h1w6_k6r1s1_sh1sw3_same_hwio,     dl4j,        forward,       FAIL,  KNOWN",
    "conv1d of n2_c4h1w6_k6r1s1_sh1sw3_same_hwio,     dl4j,        forward,       ERROR, ERROR",
    "conv1d of n2_c4h1w6_k6r1s1_sh1sw3_same_hwio,     dl4j-conv4j, forward,       PASS,  PASS",
    "conv1d of n2_c4h1w6_k6r1s2_dh1dw2_hwio,          nd4j-onednn, forward,       ERROR, KNOWN",
    "conv1d of n2_c4h1w6_k6r1s2_pt0pb0pl2pr0_dh1dw2,  nd4j-onednn, forward,       PASS,  PASS",
    "conv1d of n2_c4h1w6_k6r1s2_pt0pb0pl3pr0_dh1dw3,  nd4j-onednn, forward,       PASS,  PASS",
    "conv1d of n2_c4h1w6_k6r1s2_pt0pb0pl4pr0_dh1dw4,  nd4j-onednn, forward,       ERROR, KNOWN",
    "deconv2d of n2_c4h6w6_k3r1s1_sh3sw3_same_nobias, nd4j,        forward,       FAIL,  KNOWN",
    "deconv2d of n2_c4h6w6_k3r1s1_sh3sw3_same_nobias, nd4j-onednn, forward,       FAIL,  KNOWN",
    "deconv2d of n2_c4h6w6_k3r1s1_sh3sw3_same_nobias, nd4j-onednn, bias-gradient, ERROR, KNOWN",
    "deconv2d of n2_c4h8w8_k3r2s2_dh2dw2_hwio_nobias, nd4j-onednn, forward,       PASS,  PASS",
    "deconv2d of n2_c4h8w8_k3r2s2_dh2dw2_hwio_nobias, nd4j-onednn, bias-gradient, ERROR, KNOWN",
    "depthwise_conv2d of n2_c1h6w6_k1r2s2_dh2dw2,     nd4j-onednn, forward,       ERROR, KNOWN",
    "depthwise_conv2d of n2_c1h6w6_k4r2s2_dh2dw2,     nd4j-onednn, forward,       PASS,  PASS",
    "sconv2d of n2_c3h6w6_k3r2s2_g3_dh2dw2_hwio_nobias then n2_c3h4w4_k5r1s1_hwio,"
        + " nd4j-onednn, forward, PASS, PASS",
  })
  void of_an_op_as_a_whole_only_entries_that_name_it_speak(
      String notation, String framework, String direction, Verdict found, Verdict reported) {
    assertEquals(
        reported,
        judge(notation + "/real/1", framework, ConvDirection.ofId(direction), found).verdict());
  }

  @Test
  void a_forced_algorithm_is_still_the_same_framework() {
    assertEquals(
        Verdict.KNOWN, judge(SKIPPING, "nd4j:oiyx", ConvDirection.FORWARD, Verdict.FAIL).verdict());
  }

  @Test
  void another_version_is_news() {
    ReportRecord.Framework newer =
        new ReportRecord.Framework("nd4j", "ND4J", "1.0.0-M3", List.of(), 1, null, null);
    assertTrue(
        shipped.find(SyntheticReports.aCase(SKIPPING), newer, ConvDirection.FORWARD).isEmpty());
  }

  @Test
  void the_reason_says_what_is_known_and_what_was_found() {
    ReportRecord.Result known = judge(SKIPPING, "nd4j", ConvDirection.FORWARD, Verdict.FAIL);
    assertTrue(known.reason().startsWith("ND4J's conv2d does not clamp"), known.reason());
    assertTrue(known.reason().contains("#nd4j-same-stride-beyond-kernel"), known.reason());
    assertTrue(known.reason().endsWith("Found: FAIL: made up"), known.reason());
    assertEquals(4.0, known.ratio());
  }

  @Test
  void what_goes_wrong_only_sometimes_may_be_right() {
    KnownDifferences sometimes =
        KnownDifferences.of(
            List.of(
                new KnownDifference(
                    "it",
                    List.of("*"),
                    List.of(),
                    "nd4j",
                    "*",
                    List.of(ConvDirection.FORWARD),
                    List.of(Verdict.FAIL, Verdict.EXACT),
                    "Memory is not cleared.",
                    "here")));
    ReportRecord.Case one = SyntheticReports.aCase("n1_c1h6w6_k1r1s1/integer/1");
    ReportRecord.Result right = SyntheticReports.exact(one.id(), "nd4j", ConvDirection.FORWARD);
    assertSame(right, sometimes.judge(right, one, SyntheticReports.framework("nd4j")));
  }

  @Test
  void what_is_not_listed_stays_the_very_same() {
    ReportRecord.Case dense = SyntheticReports.aCase("n1_c1h6w6_k1r1s1/integer/1");
    ReportRecord.Result result = SyntheticReports.exact(dense.id(), "nd4j", ConvDirection.FORWARD);
    assertSame(result, shipped.judge(result, dense, SyntheticReports.framework("nd4j")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"FAIL\"|\"PASS\"|it lists no failure",
        "\"empty-output\"|\"large\"|unknown trait 'large'",
        "\"forward\"|\"sideways\"|unknown direction 'sideways'",
        "\"reason\": \"because\",||field 'reason' is missing",
        "\"because\"|\"\"|'reason' is blank",
        "\"n1_*\"|[]|it names no case, no direction or no verdict",
        "\"n1_*\"|[\"n1_*\", \" \"]|'cases' is blank",
      })
  void a_mistake_in_a_file_is_named(String right, String wrong, String message) throws IOException {
    String entry =
        """
        [{"id": "it", "cases": "n1_*", "traits": ["empty-output"], "framework": "nd4j",
          "version": "1", "directions": ["forward"], "verdicts": ["FAIL"], "reason": "because",
          "link": "here"}]
        """;
    Path file = folder.resolve("known.json");
    Files.writeString(file, entry);
    assertEquals(1, KnownDifferences.of(file).entries().size());
    Files.writeString(file, entry.replace(right, wrong == null ? "" : wrong));
    String found = assertThrows(InputException.class, () -> KnownDifferences.of(file)).getMessage();
    assertTrue(found.startsWith(file + ": " + message), found);
  }

  private ReportRecord.Result judge(
      String caseId, String framework, ConvDirection direction, Verdict found) {
    return shipped.judge(
        SyntheticReports.result(caseId, framework, direction, found, 4.0, 7, 0, "made up"),
        SyntheticReports.aCase(caseId),
        new ReportRecord.Framework(framework, "any", "1.0.0-M2.1", List.of(), 1, null, null));
  }
}
