package org.conv4j.verify.framework;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.conv4j.verify.InputException;

/** Frameworks in this process. */
public final class FakeFrameworks implements SessionSource {

  private final Map<String, Supplier<FrameworkSession>> frameworks = new LinkedHashMap<>();

  /** Right ones of those ids. */
  public static FakeFrameworks right(String... ids) {
    FakeFrameworks frameworks = new FakeFrameworks();
    for (String id : ids) {
      frameworks.with(id, () -> new FakeFramework(id));
    }
    return frameworks;
  }

  /** And one more, or another one of that id. */
  public FakeFrameworks with(String id, Supplier<FrameworkSession> framework) {
    frameworks.put(id, framework);
    return this;
  }

  /** And one that cannot be started. */
  public FakeFrameworks without(String id, String reason) {
    return with(
        id,
        () -> {
          throw new FrameworkUnavailableException(reason);
        });
  }

  @Override
  public List<String> ids() {
    return List.copyOf(frameworks.keySet());
  }

  @Override
  public void check(String id) {
    if (!frameworks.containsKey(id)) {
      throw new InputException("unknown framework '" + id + "': expected one of " + ids());
    }
  }

  @Override
  public FrameworkSession open(String id) {
    check(id);
    return frameworks.get(id).get();
  }

  @Override
  public SessionSource with(UnaryOperator<FrameworkOptions> change) {
    return this;
  }
}
