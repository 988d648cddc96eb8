package org.conv4j.verify.selection.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import org.conv4j.verify.selection.AlgorithmTime;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RaceTest {

  @Test
  void the_fastest_run_counts() {
    Fake unsteady = new Fake("unsteady", run -> run == 3 ? 2 : 7);
    assertEquals(2, run("unsteady", unsteady).get("unsteady").millis());
  }

  @Test
  void what_is_twice_as_slow_twice_runs_no_further() {
    Fake fast = new Fake("fast", run -> 1);
    Fake slow = new Fake("slow", run -> 2.1);
    Map<String, AlgorithmTime> times = run("fast", fast, slow);
    assertEquals(2, times.get("slow").runs());
    assertEquals(2.1, times.get("slow").millis());
    assertTrue(times.get("fast").runs() > 10, times.toString());
  }

  @Test
  void one_slow_run_is_forgiven() {
    Fake fast = new Fake("fast", run -> 1);
    Fake hindered = new Fake("hindered", run -> run == 0 ? 50 : 0.9);
    assertEquals(0.9, run("fast", fast, hindered).get("hindered").millis());
    assertTrue(hindered.runs > 10);
  }

  @Test
  void the_chosen_one_goes_on_however_slow_it_is() {
    Fake chosen = new Fake("chosen", run -> 5);
    Fake fast = new Fake("fast", run -> 1);
    assertTrue(run("chosen", chosen, fast).get("chosen").runs() > 10);
  }

  @Test
  void a_chosen_one_that_looks_slow_gets_a_second_look_beside_the_fastest_alone() {
    Fake chosen = new Fake("chosen", run -> run < 80 ? 1.5 : 1);
    Fake fast = new Fake("fast", run -> 1);
    Fake third = new Fake("third", run -> 1.2);
    Map<String, AlgorithmTime> times = run("chosen", chosen, fast, third);
    assertEquals(1, times.get("chosen").millis());
    assertTrue(times.get("chosen").runs() > 2 * times.get("third").runs(), times.toString());
  }

  @Test
  void a_good_choice_needs_no_second_look() {
    Fake chosen = new Fake("chosen", run -> 1);
    Fake other = new Fake("other", run -> 1);
    Map<String, AlgorithmTime> times = run("chosen", chosen, other);
    assertEquals(times.get("other").runs(), times.get("chosen").runs());
  }

  @Test
  void long_runs_are_few() {
    Fake one = new Fake("one", run -> 1000);
    Fake other = new Fake("other", run -> 1001);
    assertTrue(run("one", one, other).get("other").runs() <= 6);
  }

  private static Map<String, AlgorithmTime> run(String chosen, Fake... contenders) {
    return new Race(List.of(contenders), 100)
        .run(chosen).stream().collect(Collectors.toMap(AlgorithmTime::algorithm, time -> time));
  }

  /** Takes no time, but says so. */
  static final class Fake implements Contender {
    private final String name;
    private final IntToDoubleFunction millis;
    private int runs;

    Fake(String name, IntToDoubleFunction millis) {
      this.name = name;
      this.millis = millis;
    }

    int runs() {
      return runs;
    }

    @Override
    public String algorithm() {
      return name;
    }

    @Override
    public double run() {
      return millis.applyAsDouble(runs++);
    }
  }
}
