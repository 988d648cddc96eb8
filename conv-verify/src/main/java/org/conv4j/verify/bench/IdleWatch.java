package org.conv4j.verify.bench;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** How busy frameworks are that are not being asked: they should not be, or times mean little. */
final class IdleWatch {

  private final List<Contestant> all;
  private final Map<String, Duration> used = new HashMap<>();
  private final Map<String, Duration> idle = new HashMap<>();

  IdleWatch(List<Contestant> all) {
    this.all = List.copyOf(all);
  }

  /** Does {@code work} by {@code busy}, with an eye on the others. */
  <T> T during(Contestant busy, Supplier<T> work) {
    Map<Contestant, Duration> before = new HashMap<>();
    others(busy).forEach(other -> before.put(other, other.timing().processorTime()));
    long start = System.nanoTime();
    T result = work.get();
    Duration wall = Duration.ofNanos(System.nanoTime() - start);
    for (Contestant other : others(busy)) {
      Duration more = other.timing().processorTime().minus(before.get(other));
      used.merge(other.id(), more.isNegative() ? Duration.ZERO : more, Duration::plus);
      idle.merge(other.id(), wall, Duration::plus);
    }
    return result;
  }

  private List<Contestant> others(Contestant busy) {
    return all.stream().filter(other -> !other.equals(busy)).toList();
  }

  /** By framework, processors kept busy on average while others were timed. */
  Map<String, Double> processors() {
    Map<String, Double> busy = new LinkedHashMap<>();
    for (Contestant each : all) {
      Duration wall = idle.getOrDefault(each.id(), Duration.ZERO);
      if (!wall.isZero()) {
        busy.put(each.id(), (double) used.get(each.id()).toNanos() / wall.toNanos());
      }
    }
    return busy;
  }
}
