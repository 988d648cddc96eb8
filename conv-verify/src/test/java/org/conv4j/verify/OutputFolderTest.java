package org.conv4j.verify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.Simple.class)
class OutputFolderTest {

  @TempDir private Path temp;

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void makesTheFolderAndLeavesNothingElse() throws IOException {
    OutputFolder folder = OutputFolder.prepare(temp.resolve("a/b"));
    assertEquals(List.of(), names(folder.path()));
    folder.write(Map.of("x.txt", new byte[] {1}));
    assertEquals(List.of("x.txt"), names(folder.path()));
  }

  @Test
  void replacesFilesOfTheSameNameAndKeepsOthers() throws IOException {
    Files.write(temp.resolve("x.txt"), new byte[] {9});
    Files.write(temp.resolve("mine.txt"), new byte[] {8});
    OutputFolder.prepare(temp).write(Map.of("x.txt", new byte[] {1}));
    assertArrayEquals(new byte[] {1}, Files.readAllBytes(temp.resolve("x.txt")));
    assertEquals(List.of("mine.txt", "x.txt"), names(temp));
  }

  @Test
  void writesNothingWhenOneFileIsRefused() throws IOException {
    Files.createDirectory(temp.resolve("second.txt"));
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("first.txt", new byte[] {1});
    files.put("second.txt", new byte[] {2});
    OutputFolder folder = OutputFolder.prepare(temp);
    InputException refused = assertThrows(InputException.class, () -> folder.write(files));
    assertTrue(refused.getMessage().contains("second.txt is a folder"), refused.getMessage());
    assertEquals(List.of("second.txt"), names(temp));
  }

  @Test
  void refusesAFileInItsPlace() throws IOException {
    Path file = Files.createFile(temp.resolve("taken"));
    for (Path asked : List.of(file, file.resolve("below"))) {
      InputException refused =
          assertThrows(InputException.class, () -> OutputFolder.prepare(asked));
      assertTrue(refused.getMessage().contains("output folder '" + asked), refused.getMessage());
      assertEquals(1, refused.getMessage().lines().count());
    }
  }
}
