package org.conv4j.verify.cli;

import java.util.Iterator;
import org.conv4j.verify.framework.Frameworks;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** One id of the option {@code --frameworks}; whether there is such a framework shows later. */
final class FrameworkId implements ITypeConverter<String> {

  @Override
  public String convert(String text) {
    String id = text.strip();
    if (id.isEmpty()) {
      throw new TypeConversionException("an id is empty");
    }
    return id;
  }

  /** The ids, for a description to list. */
  static final class All implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Frameworks.ids().iterator();
    }
  }
}
