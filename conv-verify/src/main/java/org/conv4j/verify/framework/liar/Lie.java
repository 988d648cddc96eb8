package org.conv4j.verify.framework.liar;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a {@link LyingChild} does wrong: with its process, with the protocol, or with its word. */
public enum Lie {
  /** The process ends with an exit code in the middle of a case. */
  EXITS,
  /** The process is killed from outside. */
  IS_KILLED,
  /** The process dies of a segmentation fault. */
  SEGMENTATION_FAULT,
  /** The process ends after so many right answers. */
  DIES_AFTER_A_WHILE,
  /** It never answers. */
  HANGS,
  /** It announces that it computes all gradients, and never answers. */
  HANGS_IN_ALL_GRADIENTS,
  /** It closes its output and goes on running. */
  CLOSES_ITS_OUTPUT,
  /** It answers with text that is no message. */
  PRINTS_GARBAGE,
  /** It prints a line before its right answer. */
  PRINTS_A_LINE,
  /** It prints without end, and no line break. */
  PRINTS_WITHOUT_END,
  /** Its answer breaks off in the middle of the line. */
  PRINTS_HALF_AN_ANSWER,
  /** Its answer begins as one and has no end. */
  ANSWERS_WITHOUT_END,
  /** The right elements, in another shape. */
  ANSWERS_IN_THE_WRONG_SHAPE,
  /** The right elements, float64 for float32 and the other way round. */
  ANSWERS_IN_THE_WRONG_TYPE,
  /** Fewer elements than the shape says. */
  ANSWERS_WITH_TOO_FEW_VALUES,
  /** A shape with a negative size. */
  ANSWERS_WITH_A_BROKEN_SHAPE,
  /** A computed answer without a result. */
  ANSWERS_WITH_NOTHING,
  /** A right answer to a case that was not asked. */
  ANSWERS_ANOTHER_CASE,
  /** A right answer to a direction that was not asked. */
  ANSWERS_ANOTHER_DIRECTION,
  /** What it answered last time, where the shape is the same. */
  ANSWERS_WHAT_IT_ANSWERED_BEFORE,
  /** Right within the error bound, and each time another answer. */
  ANSWERS_NEVER_THE_SAME_TWICE,
  /** Right, and when it has answered, an element of the input is another. */
  OVERWRITES_ITS_INPUT,
  /** Right, and when it has answered, an element of the filter is another. */
  OVERWRITES_ITS_FILTER,
  /** It reports an error. */
  FAILS,
  /** It refuses, with a reason. No lie, but the others must be told from it. */
  DECLINES,
  /** It tells a version of which its class path has no file. */
  LIES_ABOUT_ITS_VERSION,
  /** It dies before it has introduced itself. */
  DIES_AT_THE_HANDSHAKE,
  /** It never introduces itself. */
  NEVER_ANSWERS_THE_HANDSHAKE,
  /** It prints a greeting before it introduces itself. */
  GREETS,
  /** It reports an error instead of introducing itself. */
  FAILS_AT_THE_HANDSHAKE,
  /** It speaks another version of the protocol. */
  SPEAKS_ANOTHER_PROTOCOL;

  /** As reports name it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The lie of that id.
   *
   * @throws IllegalArgumentException if there is none; the message lists the ids
   */
  public static Lie ofId(String id) {
    return Arrays.stream(values())
        .filter(lie -> lie.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown lie '"
                        + id
                        + "': expected one of "
                        + Arrays.stream(values()).map(Lie::id).collect(Collectors.joining(", "))));
  }

  /**
   * Those that the kill table of every report tries: one of each kind, and none that takes long.
   */
  public static List<Lie> tried() {
    return List.of(
        EXITS,
        SEGMENTATION_FAULT,
        DIES_AFTER_A_WHILE,
        HANGS,
        PRINTS_GARBAGE,
        PRINTS_A_LINE,
        ANSWERS_IN_THE_WRONG_SHAPE,
        ANSWERS_IN_THE_WRONG_TYPE,
        ANSWERS_WITH_TOO_FEW_VALUES,
        ANSWERS_ANOTHER_DIRECTION,
        ANSWERS_WHAT_IT_ANSWERED_BEFORE,
        ANSWERS_NEVER_THE_SAME_TWICE,
        OVERWRITES_ITS_INPUT,
        OVERWRITES_ITS_FILTER,
        LIES_ABOUT_ITS_VERSION);
  }
}
