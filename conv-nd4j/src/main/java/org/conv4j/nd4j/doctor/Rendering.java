package org.conv4j.nd4j.doctor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.PropertyAccessor;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.SerializationFeature;

/** Findings for people, and for programs. */
final class Rendering {

  private Rendering() {}

  /** For people; {@code network} may be null. */
  static String text(Facts facts, List<Advice> advice, LayerPlan.Network network) {
    StringBuilder text = new StringBuilder();
    facts(facts).forEach((name, value) -> text.append("%-14s %s%n".formatted(name, value)));
    if (network != null) {
      text.append('\n').append(network(network));
    }
    text.append('\n');
    if (advice.isEmpty()) {
      text.append("Nothing to advise.\n");
    }
    for (Advice each : advice) {
      text.append("! %s%n  %s%n".formatted(each.problem(), each.remedy()));
    }
    return text.toString();
  }

  private static Map<String, String> facts(Facts facts) {
    Map<String, String> lines = new LinkedHashMap<>();
    Facts.Nd4j nd4j = facts.nd4j();
    Facts.Memory memory = facts.memory();
    lines.put(
        "Java",
        "%s, %s, %d processors with %s"
            .formatted(
                facts.java().version(),
                facts.java().system(),
                facts.java().processors(),
                nd4j.processor().label()));
    lines.put(
        "ND4J",
        "%s, %s, native library %s compiled for %s, %d threads, oneDNN %s"
            .formatted(
                shown(nd4j.version()),
                nd4j.backend(),
                nd4j.jar(),
                nd4j.compiledFor().label(),
                nd4j.ompThreads(),
                nd4j.oneDnnBuiltIn() ? (nd4j.oneDnnOn() ? "on" : "off") : "not built in"));
    lines.put(
        "BLAS",
        "%s %s, %d threads"
            .formatted(
                facts.blas().vendor(), shown(facts.blas().version()), facts.blas().threads()));
    lines.put(
        "ND4J's ops",
        (facts.opDoorOpen() ? "convolutions by conv4j" : "not by conv4j")
            + " (executioner "
            + nd4j.executioner()
            + ")");
    lines.put("DL4J's layers", facts.dl4j() == null ? "DL4J is absent" : layers(facts));
    lines.put(
        "conv4j", "%s, kernels: %s".formatted(facts.conv4j().version(), facts.conv4j().kernels()));
    lines.put(
        "memory",
        "heap %s, arrays beside it %s, whole process %s, machine %s"
            .formatted(
                Advice.size(memory.heap()),
                Advice.size(memory.offHeap()),
                Advice.size(memory.process()),
                Advice.size(memory.machine())));
    return lines;
  }

  private static String shown(String version) {
    return version == null ? "of unknown version" : version;
  }

  private static String layers(Facts facts) {
    return "%s, %s (helper %s)"
        .formatted(
            shown(facts.dl4j().version()),
            takenLayers(facts),
            facts.dl4j().helper() == null ? "none" : facts.dl4j().helper());
  }

  private static String takenLayers(Facts facts) {
    if (!facts.layerDoorOpen()) {
      return "not by conv4j";
    }
    return facts.normalizationOpen()
        ? "convolutions and batch normalizations by conv4j"
        : "convolutions by conv4j";
  }

  private static String network(LayerPlan.Network network) {
    StringBuilder text = new StringBuilder(network.sentence());
    text.append(network.layers().isEmpty() ? ".\n" : ":\n");
    int name = width(network.layers().stream().map(LayerPlan::name).toList());
    int type = width(network.layers().stream().map(LayerPlan::type).toList());
    int problem = width(network.layers().stream().map(Rendering::problem).toList());
    String row = "  %-" + name + "s  %-" + type + "s  %-" + problem + "s  %-9s  %s%n";
    for (LayerPlan layer : network.layers()) {
      text.append(
          row.formatted(
              layer.name(),
              layer.type(),
              problem(layer),
              layer.taken() ? "by conv4j" : "not",
              layer.how()));
    }
    if (network.hint() != null) {
      text.append("  Algorithms are not told: ").append(network.hint()).append(".\n");
    }
    return text.toString();
  }

  private static String problem(LayerPlan layer) {
    return layer.problem() == null ? "-" : layer.problem();
  }

  private static int width(List<String> texts) {
    return Math.max(1, texts.stream().mapToInt(String::length).max().orElse(1));
  }

  /** For programs: {@code {"facts", "advice", "network"}}; {@code network} may be null. */
  static String json(Facts facts, List<Advice> advice, LayerPlan.Network network) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("facts", facts);
    all.put("advice", advice);
    all.put("network", network);
    try {
      return new ObjectMapper()
              .setVisibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
              .setVisibility(PropertyAccessor.GETTER, JsonAutoDetect.Visibility.NONE)
              .setVisibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
              .enable(SerializationFeature.INDENT_OUTPUT)
              .writeValueAsString(all)
          + "\n";
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("facts without a JSON form", impossible);
    }
  }
}
