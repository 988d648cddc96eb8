package org.conv4j.verify.framework.onnxruntime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.conv4j.ElementType;
import org.conv4j.verify.framework.onnxruntime.OnnxGraph.Attribute;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OnnxMessageTest {

  private static String hex(OnnxMessage message) {
    return HexFormat.of().formatHex(message.encoded());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, 0800",
    "1, 1, 0801",
    "1, 127, 087f",
    "1, 128, 088001",
    "1, 150, 089601",
    "16, 300, 8001ac02",
    "2, -1, 10ffffffffffffffffff01"
  })
  void writes_integers_as_varints(int field, long value, String expected) {
    assertEquals(expected, hex(new OnnxMessage().integer(field, value)));
  }

  @Test
  void writes_texts_and_messages_with_their_length() {
    assertEquals("120774657374696e67", hex(new OnnxMessage().text(2, "testing")));
    assertEquals(
        "1a03089601", hex(new OnnxMessage().message(3, new OnnxMessage().integer(1, 150))));
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "-1", "127", "128", "16384", "9223372036854775807", "-9223372036854775808"})
  void writes_what_the_library_of_protocol_buffers_reads(long value) throws IOException {
    String text = "é".repeat(200);
    CodedInputStream in =
        CodedInputStream.newInstance(new OnnxMessage().integer(20, value).text(7, text).encoded());
    assertEquals(20, WireFormat.getTagFieldNumber(in.readTag()));
    assertEquals(value, in.readInt64());
    assertEquals(7, WireFormat.getTagFieldNumber(in.readTag()));
    assertEquals(text, in.readString());
    assertEquals(0, in.readTag());
  }

  @Test
  void writes_a_model_with_one_node_byte_for_byte() {
    OnnxGraph graph = new OnnxGraph(ElementType.FLOAT32);
    graph.input("x", 2);
    graph.node("Relu", List.of("x"), Map.of("axis", Attribute.of(1)), "y");
    graph.output("y", 2);
    String shaped = "0a0178" + "120a" + "0a08" + "0801" + "1204" + "0a020802";
    String attribute = "2a0b" + "0a0461786973" + "1801" + "a00102";
    String node = "0a20" + "0a0178" + "120179" + "1a056e6f646530" + "220452656c75" + attribute;
    String body = "120b636f6e766f6c7574696f6e" + "5a0f" + shaped + node;
    body += "620f" + shaped.replace("0a0178", "0a0179");
    int length = body.length() / 2;
    assertEquals(
        "0808"
            + "1206636f6e76346a"
            + "3a"
            + HexFormat.of().toHexDigits((byte) length)
            + body
            + "42040a001011",
        HexFormat.of().formatHex(graph.model()));
  }
}
