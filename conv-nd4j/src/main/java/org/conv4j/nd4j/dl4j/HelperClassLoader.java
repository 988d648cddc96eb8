package org.conv4j.nd4j.dl4j;

import java.util.Map;

/** Defines a few classes itself, by name, before its parent is asked; leaves all others to it. */
final class HelperClassLoader extends ClassLoader {

  static {
    registerAsParallelCapable();
  }

  private final Map<String, byte[]> own;

  HelperClassLoader(ClassLoader parent, Map<String, byte[]> own) {
    super(parent);
    this.own = Map.copyOf(own);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    byte[] bytes = own.get(name);
    if (bytes == null) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? defineClass(name, bytes, 0, bytes.length) : loaded;
    }
  }
}
