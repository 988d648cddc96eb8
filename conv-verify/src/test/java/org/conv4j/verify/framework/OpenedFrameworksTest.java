package org.conv4j.verify.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.conv4j.verify.InputException;
import org.conv4j.verify.framework.OpenedFrameworks.Opened;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.Simple.class)
class OpenedFrameworksTest {

  private final FakeFramework one = new FakeFramework("one");
  private final FakeFramework two = new FakeFramework("two");

  private final FakeFrameworks source =
      FakeFrameworks.right()
          .with("one", () -> one)
          .with("two", () -> two)
          .without("broken", "broken has no jar");

  @Test
  void keepsTheOrderAndStartsARepeatedOneOnce() {
    try (OpenedFrameworks opened = OpenedFrameworks.open(List.of("two", "one", "two"), source)) {
      assertEquals(List.of("two", "one"), opened.all().stream().map(Opened::id).toList());
    }
    assertEquals(1, one.timesClosed());
    assertEquals(1, two.timesClosed());
  }

  @Test
  void keepsTheReasonOfOneThatCannotBeStarted() {
    try (OpenedFrameworks opened = OpenedFrameworks.open(List.of("one", "broken"), source)) {
      assertEquals(
          List.of(new OpenedFrameworks.Unavailable("broken", "broken has no jar")),
          opened.unavailable());
    }
  }

  @Test
  void closesWhatRunsWhenAnotherFailsUnexpectedly() {
    source.with(
        "mistaken",
        () -> {
          throw new IllegalStateException("a mistake");
        });
    assertThrows(
        IllegalStateException.class,
        () -> OpenedFrameworks.open(List.of("one", "mistaken", "two"), source));
    assertEquals(1, one.timesClosed());
    assertEquals(1, two.timesClosed());
  }

  @Test
  void startsNothingWhenOneDoesNotExist() {
    assertThrows(
        InputException.class,
        () -> OpenedFrameworks.open(List.of("one", "nonsense", "two"), source));
    assertEquals(0, one.timesClosed());
    assertEquals(0, two.timesClosed());
  }
}
