package org.conv4j.verify.cli;

import java.util.List;
import java.util.function.UnaryOperator;
import org.conv4j.verify.InputException;
import org.conv4j.verify.framework.FrameworkOptions;
import org.conv4j.verify.framework.FrameworkSession;
import org.conv4j.verify.framework.Frameworks;
import org.conv4j.verify.framework.SessionSource;

/**
 * The frameworks of {@link Frameworks}.
 *
 * @param change made to the default options
 */
record InstalledFrameworks(UnaryOperator<FrameworkOptions> change) implements SessionSource {

  /** With the default options. */
  InstalledFrameworks() {
    this(UnaryOperator.identity());
  }

  @Override
  public SessionSource with(UnaryOperator<FrameworkOptions> further) {
    return new InstalledFrameworks(options -> further.apply(change.apply(options)));
  }

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
      return Frameworks.open(id, change.apply(FrameworkOptions.defaults()));
    } catch (IllegalArgumentException unknown) {
      throw new InputException(unknown.getMessage(), unknown);
    }
  }
}
