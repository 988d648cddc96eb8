package org.conv4j.verify.cli;

import java.util.List;
import org.conv4j.verify.InputException;
import org.conv4j.verify.framework.FrameworkOptions;
import org.conv4j.verify.framework.FrameworkSession;
import org.conv4j.verify.framework.Frameworks;
import org.conv4j.verify.framework.SessionSource;

/** The frameworks of {@link Frameworks}, with the default options. */
final class InstalledFrameworks implements SessionSource {

  @Override
  public List<String> ids() {
    return Frameworks.ids();
  }

  @Override
  public void check(String id) {
    try {
      Frameworks.check(id);
    } catch (IllegalArgumentException unknown) {
      throw new InputException(unknown.getMessage(), unknown);
    }
  }

  @Override
  public FrameworkSession open(String id) {
    try {
      return Frameworks.open(id, FrameworkOptions.defaults());
    } catch (IllegalArgumentException unknown) {
      throw new InputException(unknown.getMessage(), unknown);
    }
  }
}
