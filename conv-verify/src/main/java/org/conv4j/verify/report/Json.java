package org.conv4j.verify.report;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.conv4j.verify.IoReason;

/**
 * JSON as reports write it: one line per value, non-finite numbers as the strings "NaN", "Infinity"
 * and "-Infinity"; and strictly as they read it: nothing missing, unknown or twice.
 */
final class Json {

  static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  private Json() {}

  static String line(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(value + " has no JSON form", impossible);
    }
  }

  /** What is wrong with a text, in a few words of ours. */
  static String fault(IOException failure) {
    if (failure instanceof InvalidTypeIdException type) {
      return type.getTypeId() == null
          ? "it does not say which record it is"
          : "unknown record '" + type.getTypeId() + "'";
    }
    if (failure instanceof UnrecognizedPropertyException unknown) {
      return "unknown field '" + unknown.getPropertyName() + "'";
    }
    if (failure instanceof ValueInstantiationException refused && refused.getCause() != null) {
      return refused.getCause().getMessage();
    }
    if (failure instanceof JsonMappingException mapping) {
      String field = fieldOf(mapping);
      String message = mapping.getOriginalMessage();
      if (message.startsWith("Missing creator property")) {
        return "field '" + field + "' is missing";
      }
      return field.isEmpty() ? message : "field '" + field + "': " + message;
    }
    if (failure instanceof JsonProcessingException syntax) {
      return "it is not JSON: " + IoReason.of(syntax);
    }
    return failure.getMessage();
  }

  private static String fieldOf(JsonMappingException mapping) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : mapping.getPath()) {
      if (step.getFieldName() != null) {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return path.toString();
  }
}
