package org.conv4j.verify.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.Tensor;
import org.conv4j.check.Operands;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class WireTest {

  private static final ConvProblem PROBLEM =
      ConvProblem.parse("n1_c1h1w2_k1r1s1_sh2sw3_pt0pb1pl2pr0_nhwc_hwio");

  private static String text(byte[] line) {
    return new String(line, StandardCharsets.UTF_8);
  }

  @Test
  void a_case_is_one_line_that_any_JSON_parser_reads() {
    Operands operands =
        new Operands(
            Tensor.of(new double[] {1, -2}, 1, 1, 2, 1),
            Tensor.of(new double[] {0.5}, 1, 1, 1, 1),
            Tensor.of(new double[] {3}, 1),
            Tensor.of(new double[] {4, 5}, 1, 1, 2, 1));
    Request request =
        new Request.Case(
            5,
            ProblemFields.of(PROBLEM),
            List.of("forward", "bias-gradient"),
            OperandData.of(operands, ElementType.FLOAT32));
    assertEquals(
        """
        {"request":"case","id":5,"problem":{"notation":"n1_c1h1w2_k1r1s1_sh2sw3_pt0pb1pl2pr0_nhwc_hwio",\
        "batch":1,"inputChannels":1,"inputHeight":1,"inputWidth":2,\
        "outputChannels":1,"outputHeight":1,"outputWidth":2,\
        "kernelHeight":1,"kernelWidth":1,"strideHeight":2,"strideWidth":3,\
        "padding":"explicit","padTop":0,"padBottom":1,"padLeft":2,"padRight":0,\
        "dilationHeight":1,"dilationWidth":1,"groups":1,"layout":"NHWC","filterLayout":"HWIO",\
        "bias":true,"elementType":"float32"},"directions":["forward","bias-gradient"],\
        "operands":{"input":{"elementType":"float32","shape":[1,1,2,1],"data":"AACAPwAAAMA="},\
        "filter":{"elementType":"float32","shape":[1,1,1,1],"data":"AAAAPw=="},\
        "bias":{"elementType":"float32","shape":[1],"data":"AABAQA=="},\
        "outputGradient":{"elementType":"float32","shape":[1,1,2,1],"data":"AACAQAAAoEA="}}}
        """,
        text(Wire.encode(request)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n2_c4h5w6_k6r3s2_g2_sh2sw1_same_dh1dw2_nhwc_ohwi_nobias_f64",
        "n0_c1h4w4_k0r1s1_samelower"
      })
  void the_child_rebuilds_the_very_problem(String notation) throws IOException {
    ConvProblem problem = ConvProblem.parse(notation);
    Request.Case sent = new Request.Case(1, ProblemFields.of(problem), List.of(), null);
    Request.Case received = assertInstanceOf(Request.Case.class, Wire.request(Wire.encode(sent)));
    assertEquals(problem, received.problem().problem());
    assertEquals(sent.problem(), received.problem());
  }

  static Stream<Request> requests() {
    return Stream.of(
        new Request.Hello(1, 4, true),
        new Request.Op(4, "conv1d", List.of(3L, 1L), List.of(), List.of("n1_c1h1w3_k1r1s3")),
        new Request.Stop());
  }

  @ParameterizedTest
  @MethodSource("requests")
  void a_request_survives_the_line(Request request) throws IOException {
    assertEquals(request, Wire.request(Wire.encode(request)));
  }

  static Stream<Reply> replies() {
    return Stream.of(
        new Reply.Hello(
            1, "ND4J", "1.0", List.of(new Reply.Library("lib.so", "ab")), 2, "a.B", null),
        new Reply.Working(3, List.of("input-gradient", "filter-gradient")),
        new Reply.Executed(4, List.of(), List.of(1), List.of(Map.of("forward", "direct")), 0.25),
        new Reply.Declined(3L, "forward", "no \"groups\"\nhere"),
        new Reply.Failed(null, null, "no device"));
  }

  @ParameterizedTest
  @MethodSource("replies")
  void a_reply_survives_the_line(Reply reply) throws IOException {
    byte[] line = Wire.encode(reply);
    assertEquals(1, text(line).lines().count());
    assertEquals(reply, Wire.reply(line));
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void every_value_survives(ElementType type) throws IOException {
    double[] values = {
      0.0,
      -0.0,
      1.5,
      Double.NaN,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      type.smallestSubnormal(),
      type == ElementType.FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE
    };
    Reply sent =
        new Reply.Computed(
            1, "forward", ArrayData.of(Tensor.of(values, 2, 4), type), "direct", 0.25, Map.of());
    Reply.Computed received = assertInstanceOf(Reply.Computed.class, Wire.reply(Wire.encode(sent)));
    Tensor tensor = received.result().tensor(type);
    assertArrayEquals(new long[] {2, 4}, tensor.shape());
    for (int i = 0; i < values.length; i++) {
      assertEquals(
          Double.doubleToRawLongBits(values[i]),
          Double.doubleToRawLongBits(tensor.values()[i]),
          "value " + values[i]);
    }
    assertEquals(0.25, received.millis());
  }

  @Test
  void what_a_newer_peer_adds_is_ignored_and_what_is_optional_may_be_missing() throws IOException {
    Reply reply =
        Wire.reply(
            "{\"answer\":\"hello\",\"protocol\":1,\"threads\":3,\"mood\":[1]}"
                .getBytes(StandardCharsets.UTF_8));
    Reply.Hello hello = assertInstanceOf(Reply.Hello.class, reply);
    assertEquals(3, hello.threads());
    assertNull(hello.name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "3 epochs",
        "null",
        "[]",
        "{}",
        "{\"answer\":\"maybe\"}",
        "{\"answer\":\"hello\"}",
        "{\"answer\":\"computed\",\"direction\":\"forward\"}",
        "{\"answer\":\"failed\",\"text\":\"x\"} {}",
        "{\"answer\":\"failed\",\"text\":\"x\""
      })
  void what_is_no_reply_is_refused(String line) {
    assertThrows(IOException.class, () -> Wire.reply(line.getBytes(StandardCharsets.UTF_8)), line);
  }
}
