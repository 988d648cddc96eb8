package org.conv4j.verify.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Optional;
import org.conv4j.verify.InputException;

/**
 * The keys of one vector. A key that is null counts as absent; every complaint names the vector and
 * the file.
 *
 * @param where for messages, for instance {@code vector 'a' in 'f.json'}
 * @param json the vector
 */
record Fields(String where, JsonNode json) {

  InputException wrong(String what) {
    return new InputException(where + ": " + what);
  }

  Optional<JsonNode> find(String key) {
    return Optional.ofNullable(json.get(key)).filter(node -> !node.isNull());
  }

  boolean has(String key) {
    return find(key).isPresent();
  }

  JsonNode require(String key) {
    return find(key).orElseThrow(() -> wrong("key '" + key + "' is missing"));
  }

  String text(String key) {
    JsonNode node = require(key);
    if (!node.isTextual()) {
      throw wrong("'" + key + "' is " + shown(node) + ": expected a string");
    }
    return node.textValue();
  }

  boolean flag(String key) {
    return find(key)
        .map(
            node -> {
              if (!node.isBoolean()) {
                throw wrong("'" + key + "' is " + shown(node) + ": expected true or false");
              }
              return node.booleanValue();
            })
        .orElse(false);
  }

  long integer(String key, JsonNode node) {
    if (!node.isNumber() || !node.canConvertToExactIntegral() || !node.canConvertToLong()) {
      throw wrong("'" + key + "' holds " + shown(node) + ": expected a whole number of 64 bits");
    }
    return node.longValue();
  }

  /** As many whole numbers as {@code count}. */
  long[] integers(String key, JsonNode node, int count, String meaning) {
    if (!node.isArray() || node.size() != count) {
      throw wrong(
          "'%s' is %s: expected %d numbers (%s)".formatted(key, shown(node), count, meaning));
    }
    long[] numbers = new long[count];
    Arrays.setAll(numbers, i -> integer(key, node.get(i)));
    return numbers;
  }

  /** Height and width; one number stands for both. */
  Optional<long[]> pair(String key) {
    return find(key)
        .map(
            node -> {
              if (node.isNumber()) {
                long both = integer(key, node);
                return new long[] {both, both};
              }
              return integers(key, node, 2, "height, width");
            });
  }

  /** The sizes of four axes. */
  Optional<long[]> shape(String key, String axes) {
    return find(key)
        .map(
            node -> {
              if (!node.isArray() || node.size() != 4) {
                throw wrong(
                    "'%s' is %s: %s has 4 axes, found %s"
                        .formatted(
                            key, shown(node), axes, node.isArray() ? node.size() : "no array"));
              }
              return integers(key, node, 4, axes);
            });
  }

  /** The flat numbers of {@code key}, as written. */
  Optional<double[]> numbers(String key, long expected, String because) {
    return find(key)
        .map(
            node -> {
              if (!node.isArray()) {
                throw wrong("'" + key + "' is " + shown(node) + ": expected an array of numbers");
              }
              if (node.size() != expected) {
                throw wrong(
                    "'%s' has %d numbers: %s needs %d"
                        .formatted(key, node.size(), because, expected));
              }
              double[] numbers = new double[node.size()];
              for (int i = 0; i < numbers.length; i++) {
                numbers[i] = number(key, i, node.get(i));
              }
              return numbers;
            });
  }

  /** JSON has no NaN and no infinities: their names stand for them. */
  private double number(String key, int index, JsonNode node) {
    if (node.isNumber()) {
      return node.doubleValue();
    }
    if (node.isTextual()) {
      switch (node.textValue()) {
        case "NaN":
          return Double.NaN;
        case "Infinity":
          return Double.POSITIVE_INFINITY;
        case "-Infinity":
          return Double.NEGATIVE_INFINITY;
        default:
      }
    }
    throw wrong("'%s' holds %s at %d: expected flat numbers".formatted(key, shown(node), index));
  }

  /** A value as messages show it. */
  static String shown(JsonNode node) {
    String text = node.toString();
    return text.length() <= 60 ? text : text.substring(0, 57) + "...";
  }
}
