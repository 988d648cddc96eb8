package org.conv4j.verify.framework.child;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.conv4j.verify.process.Reply;

/** SHA-256 of files. */
final class Hashes {

  private static final int BUFFER = 1 << 20;

  private Hashes() {}

  /** Name and hash of each of {@code files}. */
  static List<Reply.Library> of(List<Path> files) {
    return files.parallelStream()
        .map(file -> new Reply.Library(file.getFileName().toString(), sha256(file)))
        .toList();
  }

  private static String sha256(Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[BUFFER];
      for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException | NoSuchAlgorithmException unreadable) {
      throw new IllegalStateException("no SHA-256 of " + file, unreadable);
    }
  }
}
