package org.conv4j.verify.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PaceTest {

  private final AtomicLong now = new AtomicLong();

  @Test
  void gives_two_seconds_where_there_is_time() {
    assertEquals(Duration.ofSeconds(2), pace(Duration.ofMinutes(10), 10).allowance());
  }

  @Test
  void shares_out_what_is_left() {
    Pace pace = pace(Duration.ofSeconds(100), 100);
    assertEquals(Duration.ofMillis(600), pace.allowance());
    now.addAndGet(Duration.ofSeconds(50).toNanos());
    assertEquals(Duration.ofMillis(300), pace.allowance());
    pace.done(50);
    assertEquals(Duration.ofMillis(600), pace.allowance());
  }

  @Test
  void leaves_a_little_when_time_is_over() {
    Pace pace = pace(Duration.ofSeconds(1), 10);
    now.addAndGet(Duration.ofHours(1).toNanos());
    assertTrue(pace.allowance().compareTo(Duration.ZERO) > 0);
    assertTrue(pace.allowance().compareTo(Duration.ofMillis(100)) < 0);
  }

  private Pace pace(Duration limit, long cells) {
    return new Pace(now::get, limit, cells);
  }
}
