package org.conv4j.verify.process;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Arrays;

/** Lines to messages and back: one JSON object a line, UTF-8. */
public final class Wire {

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                  .build())
          // A newer peer may say more than this one understands.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Wire() {}

  /** {@code message}, a {@link Request} or {@link Reply}, as a line that ends with a newline. */
  static byte[] line(Object message) {
    try {
      byte[] json = JSON.writeValueAsBytes(message);
      byte[] line = Arrays.copyOf(json, json.length + 1);
      line[json.length] = '\n';
      return line;
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a message that is not JSON: " + message, impossible);
    }
  }

  /** The line of {@code request}. */
  public static byte[] encode(Request request) {
    return line(request);
  }

  /** The line of {@code reply}. */
  public static byte[] encode(Reply reply) {
    return line(reply);
  }

  /**
   * The request on {@code line}.
   *
   * @throws IOException if it is none
   */
  public static Request request(byte[] line) throws IOException {
    return present(JSON.readValue(line, Request.class));
  }

  /**
   * The reply on {@code line}.
   *
   * @throws IOException if it is none
   */
  public static Reply reply(byte[] line) throws IOException {
    return present(JSON.readValue(line, Reply.class));
  }

  private static <T> T present(T message) throws IOException {
    if (message == null) {
      throw new IOException("null is no message");
    }
    return message;
  }
}
