package org.conv4j.verify.vectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.conv4j.verify.InputException;
import org.conv4j.verify.IoReason;

/**
 * A file of test vectors: {@code {"meta": {...}, "vectors": [...]}}, or the array alone. Keys that
 * the format does not know are left alone.
 */
public final class VectorFile {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private VectorFile() {}

  /**
   * The vectors in {@code file}, at least one.
   *
   * @throws InputException if it cannot be read, or a vector in it is incomplete or contradicts
   *     itself
   */
  public static List<TestVector> read(Path file) {
    JsonNode vectors = arrayOf(parse(file), file);
    if (vectors.isEmpty()) {
      throw new InputException("'" + file + "' holds no vectors");
    }
    List<TestVector> read = new ArrayList<>();
    for (int i = 0; i < vectors.size(); i++) {
      read.add(vector(vectors.get(i), i, file));
    }
    return List.copyOf(read);
  }

  private static JsonNode parse(Path file) {
    if (Files.isDirectory(file)) {
      throw new InputException("'" + file + "' is a folder: expected a file of vectors");
    }
    try {
      return JSON.readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException noJson) {
      throw new InputException(
          "'%s' is not valid JSON: %s, line %d column %d"
              .formatted(
                  file,
                  IoReason.of(noJson),
                  noJson.getLocation() == null ? 0 : noJson.getLocation().getLineNr(),
                  noJson.getLocation() == null ? 0 : noJson.getLocation().getColumnNr()),
          noJson);
    } catch (IOException e) {
      throw new InputException("'" + file + "' cannot be read: " + IoReason.of(e), e);
    }
  }

  private static JsonNode arrayOf(JsonNode root, Path file) {
    JsonNode vectors = root.isArray() ? root : root.path("vectors");
    if (!vectors.isArray()) {
      throw new InputException(
          "'" + file + "' has no array 'vectors': expected {\"meta\": {...}, \"vectors\": [...]}");
    }
    return vectors;
  }

  private static TestVector vector(JsonNode json, int index, Path file) {
    Fields unnamed = new Fields("vector %d in '%s'".formatted(index + 1, file), json);
    if (!json.isObject()) {
      throw unnamed.wrong("is " + Fields.shown(json) + ", not an object");
    }
    String id = unnamed.text("id");
    return VectorParser.parse(new Fields("vector '%s' in '%s'".formatted(id, file), json), id);
  }
}
