package org.conv4j.verify.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@code index.html}: one file that needs nothing else. The data are compressed JSON inside the
 * page, the scripts and the style are resources; the page's own policy allows exactly these, named
 * by their hashes, so that nothing else can run even if some text escaped its place.
 */
final class HtmlReport {

  /** Joined to one script, in this order. */
  private static final List<String> SCRIPTS =
      List.of(
          "dom.js",
          "data.js",
          "summary.js",
          "matrix.js",
          "pictures.js",
          "agreement.js",
          "relations.js",
          "detail.js",
          "sections.js",
          "main.js");

  private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

  private HtmlReport() {}

  static String render(Report report) {
    Summary summary = Summary.of(report);
    String style = resource("page.css");
    String script =
        SCRIPTS.stream()
            .map(HtmlReport::resource)
            .collect(Collectors.joining("\n", "(async () => {\n\"use strict\";\n", "})();\n"));
    String policy =
        "default-src 'none'; base-uri 'none'; form-action 'none'; style-src %s; script-src %s"
            .formatted(hash(style), hash(script));
    return fill(
        resource("page.html"),
        Map.of(
            "title",
            escape("conv4j: " + summary.headline()),
            "policy",
            policy,
            "style",
            style,
            "script",
            script,
            "data",
            PageData.packed(report, summary)));
  }

  /** Fills each place once; what is filled in is not looked at again. */
  private static String fill(String template, Map<String, String> contents) {
    Matcher places = PLACE.matcher(template);
    StringBuilder filled = new StringBuilder();
    int from = 0;
    while (places.find()) {
      filled.append(template, from, places.start()).append(contents.get(places.group(1)));
      from = places.end();
    }
    return filled.append(template.substring(from)).toString();
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String hash(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  private static String resource(String name) {
    try (InputStream file = HtmlReport.class.getResourceAsStream("page/" + name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new IllegalStateException("cannot read the resource page/" + name, broken);
    }
  }
}
