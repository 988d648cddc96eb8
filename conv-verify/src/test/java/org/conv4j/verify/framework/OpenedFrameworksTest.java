package org.conv4j.verify.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.conv4j.verify.InputException;
import org.conv4j.verify.framework.OpenedFrameworks.Opened;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.Simple.class)
class OpenedFrameworksTest {

  private final FakeFramework one = new FakeFramework("one");
  private final FakeFramework two = new FakeFramework("two");

  private FrameworkSession source(String id) {
    if (id.equals("broken")) {
      throw new FrameworkUnavailableException("broken has no jar");
    }
    FakeFramework framework = Map.of("one", one, "two", two).get(id);
    if (framework == null) {
      throw new InputException("unknown framework '" + id + "'");
    }
    return framework;
  }

  @Test
  void keepsTheOrderAndStartsARepeatedOneOnce() {
    try (OpenedFrameworks opened =
        OpenedFrameworks.open(List.of("two", "one", "two"), this::source)) {
      assertEquals(List.of("two", "one"), opened.all().stream().map(Opened::id).toList());
    }
    assertEquals(1, one.timesClosed());
    assertEquals(1, two.timesClosed());
  }

  @Test
  void keepsTheReasonOfOneThatCannotBeStarted() {
    try (OpenedFrameworks opened = OpenedFrameworks.open(List.of("one", "broken"), this::source)) {
      assertEquals(
          List.of(new OpenedFrameworks.Unavailable("broken", "broken has no jar")),
          opened.unavailable());
    }
  }

  @Test
  void closesWhatRunsWhenOneDoesNotExist() {
    assertThrows(
        InputException.class,
        () -> OpenedFrameworks.open(List.of("one", "nonsense", "two"), this::source));
    assertEquals(1, one.timesClosed());
    assertEquals(1, two.timesClosed());
  }
}
