package org.conv4j.verify.framework;

import java.net.URI;
import java.net.URL;
import java.nio.file.Path;

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
    return root.startsWith("jar:")
        ? Path.of(URI.create(root.substring("jar:".length(), root.length() - "!/".length())))
        : Path.of(URI.create(root));
  }
}
