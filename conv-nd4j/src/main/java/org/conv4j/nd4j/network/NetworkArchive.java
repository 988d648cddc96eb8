package org.conv4j.nd4j.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * What can be said of a file before DL4J is asked to load it: whether it is whole, and which kind
 * of network it holds.
 */
final class NetworkArchive {

  private static final String CONFIGURATION = "configuration.json";
  private static final List<String> PARAMETERS = List.of("coefficients.bin", "noParams.marker");
  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F'};
  private static final int SHOWN = 5;

  private NetworkArchive() {}

  /** The class of network in a file. */
  enum Kind {
    MULTI_LAYER_NETWORK("MultiLayerNetwork"),
    COMPUTATION_GRAPH("ComputationGraph");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** DL4J's name for it. */
    String label() {
      return label;
    }
  }

  /**
   * Reads every byte of the archive once, which checks its checksums.
   *
   * @throws UnusableNetworkException if it is no whole archive of a network
   */
  static Kind inspect(Path file) {
    requireFile(file);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry configuration = zip.getEntry(CONFIGURATION);
      if (configuration == null) {
        throw new UnusableNetworkException(
            "'%s' holds no network: DL4J's ModelSerializer writes a %s, and this archive has %s"
                .formatted(file, CONFIGURATION, entries(zip)));
      }
      readAll(zip, file);
      if (PARAMETERS.stream().allMatch(name -> zip.getEntry(name) == null)) {
        throw new UnusableNetworkException(
            "'%s' holds a configuration without parameters: there is neither %s"
                .formatted(file, String.join(" nor ", PARAMETERS)));
      }
      return kind(zip.getInputStream(configuration).readAllBytes(), file);
    } catch (ZipException damaged) {
      throw new UnusableNetworkException(noArchive(file, damaged), damaged);
    } catch (IOException unreadable) {
      throw new UnusableNetworkException(
          "'%s' cannot be read: %s".formatted(file, unreadable.getMessage()), unreadable);
    }
  }

  private static void requireFile(Path file) {
    if (!Files.exists(file)) {
      throw new UnusableNetworkException("'%s' does not exist".formatted(file));
    }
    if (!Files.isRegularFile(file)) {
      throw new UnusableNetworkException("'%s' is no file".formatted(file));
    }
    if (!Files.isReadable(file)) {
      throw new UnusableNetworkException("'%s' cannot be read: permission denied".formatted(file));
    }
  }

  private static void readAll(ZipFile zip, Path file) {
    zip.stream()
        .forEach(
            entry -> {
              CRC32 checksum = new CRC32();
              try (InputStream content =
                  new CheckedInputStream(zip.getInputStream(entry), checksum)) {
                content.transferTo(OutputStream.nullOutputStream());
              } catch (IOException damaged) {
                throw damaged(file, entry, damaged.getMessage());
              }
              if (entry.getCrc() >= 0 && entry.getCrc() != checksum.getValue()) {
                throw damaged(file, entry, "its checksum is another one");
              }
            });
  }

  private static UnusableNetworkException damaged(Path file, ZipEntry entry, String how) {
    return new UnusableNetworkException(
        "'%s' is damaged: its entry %s cannot be unpacked (%s)"
            .formatted(file, entry.getName(), how));
  }

  private static Kind kind(byte[] json, Path file) {
    JsonNode configuration;
    try {
      configuration = new ObjectMapper().readTree(new String(json, StandardCharsets.UTF_8));
    } catch (IOException noJson) {
      throw new UnusableNetworkException(
          "'%s' is damaged: its %s is no JSON".formatted(file, CONFIGURATION), noJson);
    }
    if (configuration.has("vertices")) {
      return Kind.COMPUTATION_GRAPH;
    }
    if (configuration.has("confs")) {
      return Kind.MULTI_LAYER_NETWORK;
    }
    throw new UnusableNetworkException(
        "'%s' holds no network that is known: its %s describes neither a MultiLayerNetwork nor a ComputationGraph"
            .formatted(file, CONFIGURATION));
  }

  private static String noArchive(Path file, ZipException damaged) {
    byte[] start = start(file);
    if (start.length == 0) {
      return "'%s' is empty".formatted(file);
    }
    if (Arrays.equals(start, ZIP)) {
      return "'%s' is a zip archive that was cut off: its end is missing (%s)"
          .formatted(file, damaged.getMessage());
    }
    if (Arrays.equals(start, HDF5)) {
      return "'%s' is an HDF5 file: import it with DL4J's KerasModelImport and save it with ModelSerializer first"
          .formatted(file);
    }
    return "'%s' is no zip archive, which DL4J's ModelSerializer would have written"
        .formatted(file);
  }

  private static byte[] start(Path file) {
    try (InputStream content = Files.newInputStream(file)) {
      return content.readNBytes(ZIP.length);
    } catch (IOException unreadable) {
      throw new UnusableNetworkException(
          "'%s' cannot be read: %s".formatted(file, unreadable.getMessage()), unreadable);
    }
  }

  private static String entries(ZipFile zip) {
    List<String> names = zip.stream().map(ZipEntry::getName).sorted().toList();
    if (names.isEmpty()) {
      return "nothing in it";
    }
    String shown = names.stream().limit(SHOWN).collect(Collectors.joining(", "));
    return names.size() > SHOWN ? shown + " and more" : shown;
  }
}
