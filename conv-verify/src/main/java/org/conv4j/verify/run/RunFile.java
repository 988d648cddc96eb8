package org.conv4j.verify.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.conv4j.ConvDirection;
import org.conv4j.check.Tier;
import org.conv4j.verify.InputException;
import org.conv4j.verify.IoReason;
import org.conv4j.verify.OutputFolder;

/**
 * What a report was asked to do, beside the report, so that an interrupted run can be resumed.
 *
 * @param suites as in {@link RunSelection}
 * @param cases as in {@link RunSelection}
 * @param tier its id; null for none
 * @param directions their ids
 * @param seed null for none
 * @param count null for none
 * @param relations its id; null for the usual ones
 * @param reducing as in {@link RunSelection}
 * @param frameworks ids, in order
 */
public record RunFile(
    List<String> suites,
    List<String> cases,
    String tier,
    List<String> directions,
    Long seed,
    Integer count,
    String relations,
    boolean reducing,
    List<String> frameworks) {

  /** Its name in the report's folder. */
  public static final String NAME = "run.json";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  /** What {@code selection} asks of {@code frameworks}. */
  public static RunFile of(RunSelection selection, List<String> frameworks) {
    return new RunFile(
        selection.suites(),
        selection.cases(),
        selection.tier().map(Tier::id).orElse(null),
        selection.directions().stream().map(ConvDirection::id).sorted().toList(),
        selection.seed().orElse(null),
        selection.count().orElse(null),
        selection.relations().map(RelationChoice::id).orElse(null),
        selection.reducing(),
        frameworks);
  }

  /**
   * The one in {@code folder}.
   *
   * @throws InputException if there is none, or it is damaged
   */
  public static RunFile read(Path folder) {
    Path file = folder.resolve(NAME);
    try {
      return JSON.readValue(Files.readAllBytes(file), RunFile.class);
    } catch (JsonProcessingException damaged) {
      throw new InputException(
          "'" + folder + "' cannot be resumed: " + NAME + " is damaged", damaged);
    } catch (IOException e) {
      throw new InputException(
          "'" + folder + "' cannot be resumed: " + NAME + ": " + IoReason.of(e), e);
    }
  }

  /**
   * Removes the one in {@code folder}, if there is one.
   *
   * @throws InputException if the folder refuses
   */
  public static void remove(OutputFolder folder) {
    Path file = folder.path().resolve(NAME);
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new InputException("cannot replace '" + file + "': " + IoReason.of(e), e);
    }
  }

  /** Writes it into {@code folder}. */
  public void write(OutputFolder folder) {
    try {
      folder.write(
          Map.of(NAME, (JSON.writeValueAsString(this) + "\n").getBytes(StandardCharsets.UTF_8)));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(this + " has no JSON form", impossible);
    }
  }

  /**
   * The plan again.
   *
   * @throws InputException if this version does not know something that it asks for
   */
  public RunPlan plan() {
    return selection().plan(frameworks);
  }

  private RunSelection selection() {
    try {
      Set<ConvDirection> wanted =
          directions.stream().map(ConvDirection::ofId).collect(Collectors.toSet());
      return new RunSelection(
          suites,
          cases,
          Optional.ofNullable(tier).map(Tier::ofId),
          wanted,
          Optional.ofNullable(seed),
          Optional.ofNullable(count),
          Optional.ofNullable(relations).map(RelationChoice::ofId),
          reducing);
    } catch (IllegalArgumentException unknown) {
      throw new InputException(NAME + ": " + unknown.getMessage(), unknown);
    }
  }
}
