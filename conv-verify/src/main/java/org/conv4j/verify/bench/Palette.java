package org.conv4j.verify.bench;

import java.util.Map;

/** Colours that mean the same in every drawing: conv4j in strong blues, the others muted. */
final class Palette {

  static final String STYLE =
      """

      text { font-family: Inter, "Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif; fill: #1d2733; }
      .page { fill: #ffffff; }
      .title { font-size: 22px; font-weight: 700; }
      .subtitle { font-size: 13px; fill: #5b6876; }
      .panel { font-size: 14px; font-weight: 600; }
      .name { font-size: 12.5px; }
      .own { font-size: 12.5px; font-weight: 700; }
      .value { paint-order: stroke; stroke: #ffffff; stroke-width: 4px; font-size: 12px; fill: #3c4854; font-variant-numeric: tabular-nums; }
      .tick { font-size: 11px; fill: #7a8794; font-variant-numeric: tabular-nums; }
      .grid { stroke: #e6eaee; stroke-width: 1; }
      .axis { stroke: #b8c1ca; stroke-width: 1; }
      .peak { stroke: #c2410c; stroke-width: 1.4; stroke-dasharray: 5 4; }
      .halo { stroke: #ffffff; stroke-width: 4; stroke-opacity: 0.75; }
      .peakname { font-size: 11px; fill: #c2410c; }
      .band { fill: #f6f8fa; }
      .dot { stroke: #ffffff; stroke-width: 1; }
      .curve { fill: none; stroke-width: 2; stroke-linejoin: round; }
      .ideal { stroke: #9aa5b1; stroke-width: 1.2; stroke-dasharray: 3 4; }
      """;

  private static final Map<String, String> COLOURS =
      Map.ofEntries(
          Map.entry("conv-nd4j", "#1456b8"),
          Map.entry("conv-nd4j-onednn", "#3f86e0"),
          Map.entry("conv-nd4j:transforms", "#0b2f6b"),
          Map.entry("conv-nd4j-onednn:transforms", "#27609f"),
          Map.entry("conv-nd4j:no-vector", "#1c8c9e"),
          Map.entry("conv-nd4j-onednn:no-vector", "#63bcc9"),
          Map.entry("dl4j", "#b9863b"),
          Map.entry("dl4j-conv4j", "#6aa9ee"),
          Map.entry("nd4j", "#8d7fb3"),
          Map.entry("nd4j-onednn", "#b86e9c"),
          Map.entry("pytorch", "#c9674a"),
          Map.entry("tensorflow", "#d9a441"),
          Map.entry("onnxruntime", "#5f9e8a"),
          Map.entry("onednn", "#a85c5c"),
          Map.entry("mxnet", "#7f8f4e"),
          Map.entry("reference", "#a4adb6"));

  private Palette() {}

  static String colour(String framework) {
    return COLOURS.getOrDefault(framework, "#5f7186");
  }
}
