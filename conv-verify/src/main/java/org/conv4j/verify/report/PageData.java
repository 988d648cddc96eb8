package org.conv4j.verify.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import org.conv4j.ConvDirection;
import org.conv4j.check.Verdict;
import org.conv4j.verify.record.ReportRecord;

/**
 * A report as the page's script wants it: results as rows of numbers that point to cases,
 * frameworks and texts, so that each text is there once. What the places of a row mean is written
 * down where it is read, in {@code data.js}.
 */
final class PageData {

  /** Pictures beyond this many characters stay in {@code pictures.jsonl}. */
  private static final int ROOM_FOR_PICTURES = 4_000_000;

  /** Stands for the case's id in a text. */
  private static final String CASE_ID = "\0";

  private static final MathContext DIGITS = new MathContext(6);

  private final Report report;
  private final Summary summary;
  private final Map<String, Integer> cases = new LinkedHashMap<>();
  private final Map<String, Integer> frameworks = new LinkedHashMap<>();
  private final Map<String, Integer> texts = new LinkedHashMap<>();

  private PageData(Report report, Summary summary) {
    this.report = report;
    this.summary = summary;
    report.cases().forEach(aCase -> cases.put(aCase.id(), cases.size()));
    report.frameworks().forEach(framework -> frameworks.put(framework.id(), frameworks.size()));
  }

  /** JSON, compressed ("deflate", RFC 1950), as Base64: safe wherever text may stand. */
  static String packed(Report report, Summary summary) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // A writer, not a stream: half a character becomes a question mark instead of an exception.
    Writer text = new OutputStreamWriter(new DeflaterOutputStream(bytes), StandardCharsets.UTF_8);
    try (JsonGenerator out = Json.MAPPER.createGenerator(text)) {
      new PageData(report, summary).write(out);
    } catch (IOException impossible) {
      throw new IllegalStateException("memory cannot be written to", impossible);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  private void write(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("status", report.status().name());
    out.writeStringField("headline", summary.headline());
    out.writeStringField("sentence", summary.sentence());
    out.writePOJOField("defects", report.defects());
    out.writePOJOField("header", report.header());
    out.writePOJOField("footer", report.footer());
    out.writePOJOField("verdicts", Verdict.values());
    out.writePOJOField("cases", report.cases());
    out.writePOJOField("relations", report.relations());
    out.writePOJOField("smallest", report.smallest());
    out.writePOJOField("mutants", report.mutants());
    writeFrameworks(out);
    writeKnown(out);
    writeResults(out);
    out.writePOJOField("strings", texts.keySet());
    writePictures(out);
    out.writeEndObject();
  }

  private void writeFrameworks(JsonGenerator out) throws IOException {
    out.writeArrayFieldStart("frameworks");
    for (Summary.Row row : summary.rows()) {
      ReportRecord.Framework framework = row.framework();
      out.writeStartObject();
      out.writeStringField("id", framework.id());
      out.writeStringField("name", framework.name());
      out.writeStringField("version", framework.version());
      out.writePOJOField("libraries", framework.libraries());
      out.writeNumberField("threads", framework.threads());
      out.writeStringField("executioner", framework.executioner());
      out.writeStringField("helper", framework.helper());
      out.writePOJOField("verdicts", new EnumMap<>(row.verdicts()));
      out.writePOJOField("worstShare", row.worstShare());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private void writeKnown(JsonGenerator out) throws IOException {
    out.writeArrayFieldStart("known");
    for (Map.Entry<String, Long> entry : summary.known().entrySet()) {
      out.writeStartObject();
      out.writeStringField("reason", entry.getKey());
      out.writeNumberField("count", entry.getValue());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private void writeResults(JsonGenerator out) throws IOException {
    out.writeArrayFieldStart("results");
    for (ReportRecord.Result result : report.results()) {
      List<Object> row = new ArrayList<>();
      row.add(cases.get(result.case_()));
      row.add(frameworks.get(result.framework()));
      row.add(ConvDirection.ofId(result.direction()).ordinal());
      row.add(result.verdict().ordinal());
      row.add(text(result.repro().replace(result.case_(), CASE_ID)));
      row.add(text(result.reason()));
      row.add(text(result.algorithm()));
      row.add(rounded(result.millis()));
      row.add(result.terms());
      row.add(rounded(result.ratio()));
      row.add(rounded(result.bound()));
      row.add(result.index());
      row.add(result.expected());
      row.add(result.actual());
      row.add(result.expectedHex());
      row.add(result.actualHex());
      while (row.get(row.size() - 1) == null) {
        row.remove(row.size() - 1);
      }
      out.writePOJO(row);
    }
    out.writeEndArray();
  }

  private void writePictures(JsonGenerator out) throws IOException {
    out.writeObjectFieldStart("pictures");
    out.writeArrayFieldStart("named");
    for (Picture picture : report.pictures()) {
      if (picture instanceof NamedPicture named) {
        out.writePOJO(named);
      }
    }
    out.writeEndArray();
    out.writeArrayFieldStart("errors");
    int room = ROOM_FOR_PICTURES;
    int leftOut = 0;
    for (Picture picture : report.pictures()) {
      if (picture instanceof ErrorPicture error
          && cases.containsKey(error.case_())
          && frameworks.containsKey(error.framework())) {
        String drawn = drawn(error);
        room -= drawn.length();
        if (room >= 0) {
          out.writeRawValue(drawn);
        } else {
          leftOut++;
        }
      }
    }
    out.writeEndArray();
    out.writeNumberField("leftOut", leftOut);
    out.writeEndObject();
  }

  private String drawn(ErrorPicture error) {
    Map<String, Object> drawn = new LinkedHashMap<>();
    drawn.put("case", cases.get(error.case_()));
    drawn.put("framework", frameworks.get(error.framework()));
    drawn.put("direction", ConvDirection.ofId(error.direction()).ordinal());
    drawn.put("plane", error.plane());
    drawn.put("height", error.height());
    drawn.put("width", error.width());
    drawn.put("ratios", error.ratios());
    drawn.put("expected", error.expected());
    drawn.put("actual", error.actual());
    drawn.put("elements", error.elements());
    drawn.put("unequal", error.unequal());
    drawn.put("histogram", error.histogram());
    return Json.line(drawn);
  }

  private Integer text(String text) {
    return text == null ? null : texts.computeIfAbsent(text, fresh -> texts.size());
  }

  private static Double rounded(Double value) {
    if (value == null || !Double.isFinite(value)) {
      return value;
    }
    return new BigDecimal(value).round(DIGITS).doubleValue();
  }
}
