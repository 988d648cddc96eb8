package org.conv4j.verify;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
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
    Map<Path, Path> moves = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path target = path.resolve(file.getKey());
        if (Files.isDirectory(target)) {
          throw new FileSystemException(target.toString(), null, file.getKey() + " is a folder");
        }
        Path temporary = path.resolve("." + file.getKey() + ".part");
        moves.put(temporary, target);
        Files.write(temporary, file.getValue());
      }
      for (Map.Entry<Path, Path> move : moves.entrySet()) {
        Files.move(move.getKey(), move.getValue(), StandardCopyOption.REPLACE_EXISTING);
      }
      return List.copyOf(moves.values());
    } catch (IOException e) {
      moves.keySet().forEach(OutputFolder::remove);
      throw new InputException(
          "output folder '" + path + "' cannot be written: " + IoReason.of(e), e);
    }
  }

  private static void remove(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException leftBehind) {
      // The folder has just refused a write: the failure that matters is already on its way.
    }
  }
}
