package org.conv4j.verify.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.conv4j.verify.InputException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReportViewsTest {

  @TempDir Path folder;

  @Test
  void two_renderings_of_one_report_are_the_same_bytes() throws IOException {
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    SyntheticReports.write(first, 30);
    SyntheticReports.write(second, 30);
    ReportViews.write(first, ReportReader.read(first));
    ReportViews.write(second, ReportReader.read(second));
    for (String file :
        List.of("report.jsonl", "pictures.jsonl", "index.html", "report.md", "junit.xml")) {
      assertEquals(-1, Files.mismatch(first.resolve(file), second.resolve(file)), file);
    }
  }

  @Test
  void a_view_replaces_the_old_one_whole_and_leaves_nothing_else_behind() throws IOException {
    Files.writeString(folder.resolve("index.html"), "old");
    Report report = SyntheticReports.write(folder, 3);
    ReportViews.write(folder, report);
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          Set.of("report.jsonl", "pictures.jsonl", "index.html", "report.md", "junit.xml"),
          files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
    }
    assertTrue(Files.readString(folder.resolve("index.html")).endsWith("</html>\n"));
  }

  @Test
  void a_view_that_cannot_be_written_is_one_sentence_and_the_old_one_stays() throws IOException {
    Path taken = Files.createDirectories(folder.resolve("index.html").resolve("taken"));
    Report report = SyntheticReports.write(folder.resolve("elsewhere"), 1);
    String message =
        assertThrows(InputException.class, () -> ReportViews.write(folder, report)).getMessage();
    assertTrue(message.startsWith("output folder '" + folder + "' cannot be written: "), message);
    assertFalse(message.contains("\n"), message);
    assertTrue(Files.exists(taken));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(2, files.count());
    }
  }
}
