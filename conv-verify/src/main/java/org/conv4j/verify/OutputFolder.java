package org.conv4j.verify;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A folder for results: made and tried before the work begins, so that the work is not lost. */
public final class OutputFolder {

  private final Path path;

  private OutputFolder(Path path) {
    this.path = path;
  }

  /**
   * The folder {@code path}, made where it is missing. Files already in it stay until one of the
   * same name replaces them.
   *
   * @throws InputException if it cannot be made or written
   */
  public static OutputFolder prepare(Path path) {
    try {
      Files.createDirectories(path);
      Files.delete(Files.createTempFile(path, ".conv4j", null));
      return new OutputFolder(path);
    } catch (FileAlreadyExistsException taken) {
      throw new InputException(
          "output folder '" + path + "' cannot be made: '" + taken.getFile() + "' is a file",
          taken);
    } catch (IOException e) {
      throw new InputException(
          "output folder '" + path + "' cannot be written: " + IoReason.of(e), e);
    }
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /**
   * Writes files, all or none visible half-written: each goes to a temporary name first, and they
   * are renamed once all are complete.
   *
   * @param files name to content
   * @return their paths, in the map's order
   * @throws InputException if the folder refuses, for instance because the disk is full
   */
  public List<Path> write(Map<String, byte[]> files) {
    List<Path> written = new ArrayList<>();
    try {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path temporary = path.resolve("." + file.getKey() + ".part");
        written.add(temporary);
        Files.write(temporary, file.getValue());
      }
      int next = 0;
      for (String name : files.keySet()) {
        Path target = path.resolve(name);
        Files.move(written.get(next), target, StandardCopyOption.REPLACE_EXISTING);
        written.set(next++, target);
      }
      return List.copyOf(written);
    } catch (IOException e) {
      written.stream().filter(file -> !files.containsKey(nameOf(file))).forEach(this::remove);
      throw new InputException(
          "output folder '" + path + "' cannot be written: " + IoReason.of(e), e);
    }
  }

  private static String nameOf(Path file) {
    return file.getFileName().toString();
  }

  private void remove(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException leftBehind) {
      // The folder has just refused a write: the failure that matters is already on its way.
    }
  }
}
