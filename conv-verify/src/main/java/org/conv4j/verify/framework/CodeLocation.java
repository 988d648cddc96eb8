package org.conv4j.verify.framework;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** Where the running code's classes come from: the jar, or the folder of classes. */
final class CodeLocation {

  private CodeLocation() {}

  /**
   * The jar or folder that holds {@code className}. The class is not loaded, so what it extends
   * need not be there.
   *
   * @throws FrameworkUnavailableException if it is not on the class path
   */
  static Path of(String className) {
    String file = className.replace('.', '/') + ".class";
    URL url = CodeLocation.class.getClassLoader().getResource(file);
    if (url == null) {
      throw new FrameworkUnavailableException(className + " is not on the class path");
    }
    String location = url.toString();
    String root = location.substring(0, location.length() - file.length());
    if (!root.startsWith("jar:")) {
      return Path.of(URI.create(root));
    }
    Path jar = Path.of(URI.create(root.substring("jar:".length(), root.length() - "!/".length())));
    refuseClassPathIn(jar);
    return jar;
  }

  /** A jar that drags others with it would put on a child's class path what is not to be there. */
  static void refuseClassPathIn(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      if (manifest != null
          && manifest.getMainAttributes().containsKey(Attributes.Name.CLASS_PATH)) {
        throw new FrameworkUnavailableException(
            jar + " has a Class-Path in its manifest: no child can be given it alone");
      }
    } catch (IOException unreadable) {
      throw new FrameworkUnavailableException(
          jar + " cannot be read: " + unreadable.getMessage(), unreadable);
    }
  }
}
